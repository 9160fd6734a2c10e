using System.Text;

namespace GradCamService.Explain.Concepts;

/// <summary>When two spellings are the same name.</summary>
internal static class ConceptNames
{
    /// <summary>Case folded, compatibility forms composed (NFKC), space trimmed and runs of it made one.</summary>
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
