using SkiaSharp;

namespace GradCamService.Explain.Imaging.Lettering;

/// <summary>Draws text with a font of its own: pictures look alike wherever the service runs. Safe to share between threads.</summary>
internal static class Letters
{
    private static readonly SKTypeface Typeface = Load();

    /// <summary>A font of a size in pixels; the caller disposes it.</summary>
    public static SKFont Font(float size) => new(Typeface, size) { Edging = SKFontEdging.Antialias };

    /// <summary>Breaks a text into lines that are no wider than a number of pixels; a longer word has a line of its own.</summary>
    public static IReadOnlyList<string> Wrap(string text, SKFont font, float width)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && font.MeasureText($"{lines[^1]} {word}") <= width)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        }
        return lines;
    }

    private static SKTypeface Load()
    {
        using var file = typeof(Letters).Assembly.GetManifestResourceStream("inter-latin-400.woff")
            ?? throw new InvalidOperationException("The assembly lacks its font.");
        return SKTypeface.FromStream(file) ?? throw new InvalidOperationException("The font cannot be read.");
    }
}
