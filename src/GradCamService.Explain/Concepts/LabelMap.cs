using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Concepts;

/// <summary>Labels as programs keep them: a list; a map from index to name, or from name to index; Keras's map from index to id and name.</summary>
internal static class LabelMap
{
    // Members under which configurations keep their labels, the plainest first.
    private static readonly string[] Members = ["id2label", "names", "class_names", "classes", "labels", "label_names", "class_to_idx", "label2id"];

    /// <summary>Of an object, whether it is such a map and nothing else.</summary>
    public static bool IsMap(JsonObject map) =>
        map.Count > 0 && (map.All(entry => IsIndex(entry.Key)) || map.All(entry => Index(entry.Value) is not null));

    /// <summary>Labels that stand in a member of an object, or null.</summary>
    /// <exception cref="FormatException">There are some, and they are wrong.</exception>
    public static LabelList? In(JsonObject root) =>
        Members.FirstOrDefault(member => IsLabels(root[member])) is not { } found ? null
            : Read(root[found]!) is var list ? list with { Form = $"{list.Form} under '{found}'" } : null;

    /// <exception cref="FormatException">It is none, or indices are missing.</exception>
    public static LabelList Read(JsonNode node) => node switch
    {
        JsonArray array => new LabelList("a list of labels", [.. array.Select((item, i) => Concept(item, i, $"[{i}]"))]),
        JsonObject map when map.All(entry => IsIndex(entry.Key)) && map.All(entry => Index(entry.Value) is not null) =>
            throw new FormatException("has numbers on both sides: which are the indices, nothing tells"),
        JsonObject map when map.All(entry => IsIndex(entry.Key)) => new LabelList(
            map.All(entry => entry.Value is JsonArray) ? "a map from index to id and label" : "a map from index to label",
            [.. Complete(map.Select(entry => (int.Parse(entry.Key, CultureInfo.InvariantCulture), entry)))
                .Select((entry, i) => Concept(entry.Value, i, entry.Key))]),
        JsonObject map when IsMap(map) => new LabelList("a map from label to index",
            [.. Complete(map.Select(entry => (Index(entry.Value)!.Value, entry))).Select((entry, i) => LabelNames.Of(entry.Key, i))]),
        _ => throw new FormatException("is neither a list of labels nor a map between labels and indices"),
    };

    private static bool IsLabels(JsonNode? node) => node is JsonArray { Count: > 0 } array && array.All(item => Text(item) is not null)
        || node is JsonObject map && IsMap(map);

    private static IEnumerable<T> Complete<T>(IEnumerable<(int Index, T Entry)> entries)
    {
        var sorted = entries.OrderBy(entry => entry.Index).ToList();
        for (var i = 0; i < sorted.Count; i++)
            if (sorted[i].Index != i)
                throw new FormatException(i > 0 && sorted[i].Index == sorted[i - 1].Index ? $"the index {sorted[i].Index} is given twice"
                    : $"the index {i} is missing; {sorted.Count} labels have the indices 0 to {sorted.Count - 1}");
        return sorted.Select(entry => entry.Entry);
    }

    private static Concept Concept(JsonNode? value, int index, string at) => value switch
    {
        _ when Text(value) is { } text => LabelNames.Of(text, index),
        JsonArray { Count: 2 } pair when Text(pair[0]) is { } id && Text(pair[1]) is { } label => new Concept(index, id, label, [], null, null),
        _ => throw new FormatException($"{at}: must be a text with something in it, or an id and a label, is {Kind(value)}"),
    };

    private static string? Text(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.String && node.GetValue<string>().Trim() is { Length: > 0 } text ? text : null;

    private static bool IsIndex(string key) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static int? Index(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number && int.TryParse(node.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static string Kind(JsonNode? node) => node is null ? "null" : Names.Shorten(node.ToJsonString());
}
