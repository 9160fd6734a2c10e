using System.Globalization;
using System.Text.RegularExpressions;
using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Concepts;

/// <summary>Labels one a line, in the outputs' order, or each behind its index.</summary>
internal static partial class LabelLines
{
    private const int LongestLabel = 1000;

    /// <param name="text">The file's; empty lines at its end do not count.</param>
    /// <exception cref="FormatException">A line is no label; the message names it.</exception>
    public static LabelList Read(string text)
    {
        string[] lines = [.. text.TrimEnd().Split(["\r\n", "\n", "\r"], StringSplitOptions.None).Select(line => line.Trim())];
        if (lines is [""])
            throw new FormatException("has no labels");
        for (var i = 0; i < lines.Length; i++)
            if (lines[i].Length is 0 or > LongestLabel)
                throw new FormatException(lines[i].Length == 0 ? $"line {i + 1} is empty; every line is a label"
                    : $"line {i + 1} has {lines[i].Length} characters; a label has at most {LongestLabel}");
        return HasIndices(lines)
            ? new LabelList("an index and a label a line", [.. lines.Select((line, i) => LabelNames.Of(Unquoted(Indexed(line)!.Groups["name"].Value), i))])
            : new LabelList(lines.All(LabelNames.HasId) ? "a WordNet id and names a line" : "a label a line",
                [.. lines.Select(LabelNames.Of)]);
    }

    /// <summary>
    /// Numbers that count the lines from 0 are indices, and then every line must have its own. Numbers that count from 1 may be either:
    /// whether the first label belongs to output 0 or 1 is a guess that would shift all names.
    /// </summary>
    private static bool HasIndices(string[] lines)
    {
        var indices = Array.ConvertAll(lines, IndexOf);
        var areAll = indices.All(index => index is not null);
        if (indices[0] != 0 || !(areAll || indices[1] == 1))
            return areAll && lines.Length > 1 && indices.Select((index, i) => index - i).Distinct().Count() == 1
                ? throw new FormatException($"line 1: begins with {indices[0]}; indices begin with 0, and where the number is part of the label, "
                    + "a JSON array of labels says so")
                : false;
        for (var i = 0; i < lines.Length; i++)
            if (indices[i] != i)
                throw new FormatException(indices[i] is { } found ? $"line {i + 1}: has the index {found}, expected {i}"
                    : $"line {i + 1}: '{Names.Shorten(lines[i])}' has no index, expected {i} as the lines before count");
        return true;
    }

    private static int? IndexOf(string line) => Indexed(line) is { } match
        && int.TryParse(match.Groups["index"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static Match? Indexed(string line) => IndexedLine().Match(line) is { Success: true } match ? match : null;

    /// <summary>Of a line out of a dict: <c>'tench',</c>.</summary>
    private static string Unquoted(string name) => QuotedName().Match(name) is { Success: true } match ? match.Groups["name"].Value : name;

    [GeneratedRegex(@"^['""]?(?<index>[0-9]{1,9})['""]?(\s*[:,;=\t]\s*|[.)]\s+|\s+)(?<name>\S.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex IndexedLine();

    [GeneratedRegex(@"^(?<quote>['""])(?<name>.+)\k<quote>,?$")]
    private static partial Regex QuotedName();
}
