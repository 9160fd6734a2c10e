using System.Text.RegularExpressions;
using GradCamService.Explain.Manifests;

namespace GradCamService.Explain.Concepts;

/// <summary>
/// Labels of a classifier, one a line in the outputs' order; a line <c>n01440764 tench, Tinca tinca</c> gives id, label and synonyms.
/// </summary>
internal static partial class LabelFile
{
    public const string Name = "labels.txt";

    /// <exception cref="ManifestException">No file, too large, no label, or an empty line between others.</exception>
    public static ConceptCatalog Read(string path)
    {
        using var text = new StreamReader(new MemoryStream(BoundedFile.Read(path)));
        string[] lines = [.. text.ReadToEnd().TrimEnd().Split(["\r\n", "\n", "\r"], StringSplitOptions.None).Select(line => line.Trim())];
        if (lines is [""])
            throw new ManifestException(path, ["has no labels"]);
        if (Array.IndexOf(lines, "") is >= 0 and var empty)
            throw new ManifestException(path, [$"line {empty + 1} is empty; every line is a label"]);
        return new ConceptCatalog([.. lines.Select(Parse)], []);
    }

    private static Concept Parse(string line, int index)
    {
        var match = WordNetLine().Match(line);
        var names = match.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length == 0 ? new Concept(index, null, line, [], null, null)
            : new Concept(index, match.Groups["id"].Value, names[0], names[1..], null, null);
    }

    [GeneratedRegex("^(?<id>n[0-9]{8})[ \t]+(?<names>.+)$")]
    private static partial Regex WordNetLine();
}
