using System.Globalization;
using System.Text;
using SkiaSharp;

namespace GradCamService.Explain.Imaging.Lettering;

/// <summary>Draws text with a font of its own: pictures look alike wherever the service runs. Safe to share between threads.</summary>
internal static class Letters
{
    private static readonly SKTypeface Typeface = Load();

    /// <summary>A font of a size in pixels; the caller disposes it.</summary>
    public static SKFont Font(float size) => new(Typeface, size) { Edging = SKFontEdging.Antialias, Subpixel = true, Hinting = SKFontHinting.None };

    /// <summary>Whether the font has all letters of a text; it draws others as boxes.</summary>
    public static bool Has(string text)
    {
        using var font = Font(1);
        return font.ContainsGlyphs(Clean(text));
    }

    /// <summary>Breaks a text into lines that are no wider than a number of pixels; a longer word is shortened.</summary>
    public static IReadOnlyList<string> Wrap(string text, SKFont font, float width)
    {
        var lines = new List<string>();
        foreach (var word in Clean(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && font.MeasureText($"{lines[^1]} {word}") <= width)
                lines[^1] += " " + word;
            else
                lines.Add(Shorten(word, font, width));
        }
        return lines;
    }

    /// <summary>
    /// A text that is no wider than a number of pixels: its first letters and <c>…</c> where it is longer; nothing where not even that fits.
    /// </summary>
    public static string Shorten(string text, SKFont font, float width)
    {
        text = Clean(text);
        if (font.MeasureText(text) <= width)
            return text;
        // A letter with its accents stays whole.
        var starts = StringInfo.ParseCombiningCharacters(text);
        var (fits, tooLong) = (0, starts.Length);
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) / 2;
            (fits, tooLong) = font.MeasureText(Cut(middle)) <= width ? (middle, tooLong) : (fits, middle);
        }
        return font.MeasureText(Cut(fits)) <= width ? Cut(fits) : "";

        string Cut(int letters) => text[..starts[letters]].TrimEnd() + "…";
    }

    /// <param name="canvas">Drawn on.</param>
    /// <param name="text">One line.</param>
    /// <param name="x">Its left.</param>
    /// <param name="top">Its top.</param>
    /// <param name="font">Of its letters.</param>
    /// <param name="color">Of its letters; black where absent.</param>
    public static void Write(SKCanvas canvas, string text, float x, float top, SKFont font, SKColor? color = null)
    {
        using var paint = new SKPaint { Color = color ?? SKColors.Black, IsAntialias = true };
        canvas.DrawText(text, x, top + font.Size, SKTextAlign.Left, font, paint);
    }

    /// <summary>Composed letters, of which the font has more; no line breaks or other marks that are not letters; no half surrogate pairs.</summary>
    private static string Clean(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => IsBreak(rune) ? " " : rune.ToString())).Normalize(NormalizationForm.FormC);

    private static bool IsBreak(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static SKTypeface Load()
    {
        using var file = typeof(Letters).Assembly.GetManifestResourceStream("inter-latin-400.woff")
            ?? throw new InvalidOperationException("The assembly lacks its font.");
        return SKTypeface.FromStream(file) ?? throw new InvalidOperationException("The font cannot be read.");
    }
}
