using System.Text.Json;
using System.Text.Json.Nodes;
using GradCamService.Explain.Manifests;

namespace GradCamService.Explain.Descriptions;

/// <summary>
/// Members of a configuration that other programs wrote. What is not known is theirs; what is known and of a wrong type is reported, since
/// a network that is fed by a broken description gives wrong answers and no error.
/// </summary>
/// <param name="json">Where problems are told.</param>
/// <param name="root">The object.</param>
/// <param name="at">Where it stands in the file; empty for the root.</param>
internal sealed class Settings(JsonFile json, JsonObject root, string at = "")
{
    // Far more than any image has, and what sums of it stay finite with.
    private const double Largest = 1e6;

    public bool Has(string name) => root[name] is not null;

    public bool? Flag(string name) => Read(name, "true or false",
        node => node.GetValueKind() switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => (bool?)null });

    public string? Text(string name) => root[name]?.GetValueKind() == JsonValueKind.String ? root[name]!.GetValue<string>() : null;

    public double? Number(string name) => Read(name, "a number", NumberOf);

    public int? Whole(string name) => Read(name, "a whole number from 1 to 4,096", WholeOf);

    /// <summary>A number or several, at most 3.</summary>
    public double[]? Numbers(string name) => Reference(name, "1 or 3 numbers", node => node switch
    {
        JsonArray { Count: 1 or 3 } array when array.All(item => item is not null && NumberOf(item) is not null) =>
            array.Select(item => NumberOf(item!)!.Value).ToArray(),
        JsonValue value when NumberOf(value) is { } number => [number],
        _ => null,
    });

    /// <summary>A side or two, height before width; the last two of three.</summary>
    public int[]? Sides(string name) => Reference(name, "a whole number of pixels, or two", node => node switch
    {
        JsonArray { Count: 2 or 3 } array when array.TakeLast(2).All(item => item is not null && WholeOf(item) is not null) =>
            array.TakeLast(2).Select(item => WholeOf(item!)!.Value).ToArray(),
        JsonValue value when WholeOf(value) is { } side => [side],
        _ => null,
    });

    public Settings? Object(string name) => root[name] is JsonObject inner ? new Settings(json, inner, Place(name)) : null;

    public bool IsObject(string name) => root[name] is JsonObject;

    public void Report(string name, string problem) => json.Report(Place(name), problem);

    private T? Read<T>(string name, string expected, Func<JsonNode, T?> read) where T : struct
    {
        if (root[name] is not { } node)
            return null;
        if (read(node) is { } value)
            return value;
        json.Report(Place(name), $"must be {expected}, is {JsonWords.Of(node)}");
        return null;
    }

    private T? Reference<T>(string name, string expected, Func<JsonNode, T?> read) where T : class
    {
        if (root[name] is not { } node)
            return null;
        if (read(node) is { } value)
            return value;
        json.Report(Place(name), $"must be {expected}, is {JsonWords.Of(node)}");
        return null;
    }

    private string Place(string name) => at.Length == 0 ? name : $"{at}.{name}";

    private static double? NumberOf(JsonNode node) =>
        node.GetValueKind() == JsonValueKind.Number && node.GetValue<double>() is var number && Math.Abs(number) <= Largest ? number : null;

    private static int? WholeOf(JsonNode node) => NumberOf(node) is { } number and >= 1 and <= InputFile.MostPixelsASide && number == Math.Floor(number) ? (int)number : null;
}
