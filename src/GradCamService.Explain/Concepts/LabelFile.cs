using System.Text.RegularExpressions;
using GradCamService.Explain.Manifests;

namespace GradCamService.Explain.Concepts;

/// <summary>
/// Labels of a classifier, one a line in the outputs' order; a line <c>n01440764 tench, Tinca tinca</c> gives id, label and synonyms.
/// </summary>
internal static partial class LabelFile
{
    public const string Name = "labels.txt";

    // Far above any list of classes, far below what would hurt.
    private const long MostBytes = 16 << 20;

    /// <exception cref="ManifestException">No text, too large, or an empty line between others.</exception>
    public static ConceptCatalog Read(string path)
    {
        var lines = Lines(path);
        if (lines.Count == 0)
            throw new ManifestException(path, ["has no labels"]);
        if (lines.FindIndex(string.IsNullOrWhiteSpace) is >= 0 and var empty)
            throw new ManifestException(path, [$"line {empty + 1} is empty; every line is a label"]);
        return new ConceptCatalog([.. lines.Select(Parse)], []);
    }

    private static List<string> Lines(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new ManifestException(path, [$"has more than {MostBytes} bytes"]);
            var lines = File.ReadAllLines(path).Select(line => line.Trim()).ToList();
            while (lines.Count > 0 && lines[^1].Length == 0)
                lines.RemoveAt(lines.Count - 1);
            return lines;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ManifestException(path, [ManifestException.Unread(exception)], exception);
        }
    }

    private static Concept Parse(string line, int index)
    {
        if (WordNetLine().Match(line) is not { Success: true } match)
            return new Concept(index, null, line, [], null, null);
        var names = match.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length == 0 ? new Concept(index, null, line, [], null, null)
            : new Concept(index, match.Groups["id"].Value, names[0], names[1..], null, null);
    }

    [GeneratedRegex("^(?<id>n[0-9]{8})[ \t]+(?<names>.+)$")]
    private static partial Regex WordNetLine();
}
