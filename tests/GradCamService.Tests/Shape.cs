using System.Text.Json;

namespace GradCamService.Tests;

/// <summary>The names of a JSON document's fields.</summary>
internal static class Shape
{
    /// <summary>Paths such as <c>explanations[].localization.box.x</c>, sorted; of an array, those of all its elements.</summary>
    public static IReadOnlyList<string> Of(JsonElement json) => [.. Paths(json, "").Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Paths(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(field => Paths(field.Value, path.Length == 0 ? field.Name : $"{path}.{field.Name}")),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(element => Paths(element, path + "[]")).DefaultIfEmpty(path + "[]"),
        _ => [path],
    };
}
