using System.Text.Json;
using GradCamService.Explain.Naming;

namespace GradCamService.Evaluate.Datasets;

/// <summary>
/// A file that says what categories are to a model: <c>{ "category": "label, id or group", "other": 282 }</c>.
/// </summary>
/// <param name="Place">The file.</param>
/// <param name="Concepts">What the model calls them, by key of the category.</param>
public sealed record CategoryOverrides(string Place, IReadOnlyDictionary<string, string> Concepts)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <param name="path">The file.</param>
    /// <param name="dataset">Its categories are named in it by their keys, or by names that no other has; case does not matter.</param>
    /// <exception cref="DatasetException">Everything that is wrong with the file, unknown categories with the nearest.</exception>
    public static CategoryOverrides Read(string path, Dataset dataset)
    {
        var problems = new DatasetProblems(path);
        using var json = Parse(path, problems);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw problems.End("", "must be an object such as { \"category\": \"concept\" }, is " + Names.Of(json.RootElement.ValueKind));
        var byName = dataset.Categories.SelectMany(category => category.Names.Select(name => (Name: Names.Normalize(name), category.Key))).Distinct()
            .ToLookup(pair => pair.Name, pair => pair.Key);
        var known = dataset.Categories.SelectMany(category => category.Names).ToList();
        var concepts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in json.RootElement.EnumerateObject())
        {
            var where = $"'{Names.Shorten(member.Name)}'";
            if (KeyOf(member.Name, dataset, byName) is not { Count: 1 } keys)
                problems.Add(where, Unknown(KeyOf(member.Name, dataset, byName), member.Name, known));
            else if (ConceptOf(member.Value) is not { } concept)
                problems.Add(where, $"must be a text (label, id or group) or a whole number (index), is {Names.Shorten(member.Value.GetRawText())}");
            else if (!concepts.TryAdd(keys[0], concept))
                problems.Add(where, $"is the category '{keys[0]}', which the file names twice");
        }
        problems.ThrowIfAny();
        return new CategoryOverrides(path, concepts);
    }

    private static List<string> KeyOf(string name, Dataset dataset, ILookup<string, string> byName) =>
        dataset.Categories.Any(category => category.Key == name) ? [name] : [.. byName[Names.Normalize(name)]];

    private static string Unknown(List<string> keys, string name, List<string> known) => keys.Count > 0
        ? $"may be the categories {string.Join(" and ", keys)}; write which"
        : "is no category of the dataset" + (Nearest.To(name, known, 1) is [var near] ? $"; did you mean '{near}'?" : "");

    private static string? ConceptOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when value.TryGetInt32(out _) => value.GetRawText(),
        _ => null,
    };

    private static JsonDocument Parse(string path, DatasetProblems problems)
    {
        try
        {
            return Disk.Read(path, () => JsonDocument.Parse(File.ReadAllText(path), Strict));
        }
        catch (JsonException e)
        {
            throw problems.End(FormattableString.Invariant($"line {e.LineNumber + 1}"), $"is not valid JSON: {e.Message}", e);
        }
    }
}
