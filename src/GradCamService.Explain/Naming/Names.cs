using System.Text;

namespace GradCamService.Explain.Naming;

/// <summary>How names are written, and when two spellings are the same name; alike in every culture.</summary>
public static class Names
{
    private const int LongestShown = 100;

    /// <summary>A text for a message: its first 100 letters, then <c>…</c> where it goes on.</summary>
    public static string Shorten(string text)
    {
        if (text.Length <= LongestShown)
            return text;
        // Half a surrogate pair is no text.
        return text[..(char.IsHighSurrogate(text[LongestShown - 1]) ? LongestShown - 1 : LongestShown)] + "…";
    }

    /// <summary>An enum's value as answers and messages name it: in lower case.</summary>
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>What equal names share: case folded, compatibility forms composed (NFKC), space trimmed and runs of it made one.</summary>
    public static string Normalize(string text)
    {
        var composed = WithoutLoneSurrogates(text).Normalize(NormalizationForm.FormKC).ToUpperInvariant();
        var name = new StringBuilder(composed.Length);
        foreach (var letter in composed)
        {
            if (!char.IsWhiteSpace(letter))
                name.Append(letter);
            else if (name.Length > 0 && name[^1] != ' ')
                name.Append(' ');
        }

        return name.ToString().TrimEnd(' ');
    }

    // Normalize throws on them, and a caller's odd text is no reason to fail.
    private static string WithoutLoneSurrogates(string text) =>
        text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())) : text;
}
