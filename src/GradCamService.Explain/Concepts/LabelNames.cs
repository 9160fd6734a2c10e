using System.Text.RegularExpressions;

namespace GradCamService.Explain.Concepts;

/// <summary>A class's names as lists of labels write them.</summary>
internal static partial class LabelNames
{
    /// <summary>
    /// <c>n01440764 tench, Tinca tinca</c> gives id, label and synonyms. Any other text is the label; where it has commas, its parts are
    /// names too.
    /// </summary>
    public static Concept Of(string text, int index)
    {
        var match = WordNetLine().Match(text);
        if (match.Success && Parts(match.Groups["names"].Value) is { Length: > 0 } names)
            return new Concept(index, match.Groups["id"].Value, names[0], names[1..], null, null);
        return new Concept(index, null, text, Parts(text) is { Length: > 1 } several ? several : [], null, null);
    }

    public static bool HasId(string text) => WordNetLine().IsMatch(text);

    private static string[] Parts(string names) =>
        [.. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];

    [GeneratedRegex("^(?<id>n[0-9]{8})[ \t]+(?<names>.+)$")]
    private static partial Regex WordNetLine();
}
