using System.Text.Json;
using System.Text.Json.Serialization;

namespace GradCamService.Evaluate.Datasets;

/// <summary>COCO's file of annotations; segmentations and the like are passed over while the file is read.</summary>
internal sealed partial record CocoFile(
    IReadOnlyList<CocoFile.Photo?>? Images, IReadOnlyList<CocoFile.Annotation?>? Annotations, IReadOnlyList<CocoFile.Category?>? Categories)
{
    /// <summary>Its members that are read.</summary>
    public static readonly string[] Members = ["images", "annotations", "categories"];

    // Before these come a file's description and licences, if anything.
    private const int Beginning = 64 << 10;

    // What a value of the wrong kind should have been, by the member's name.
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["id"] = "a whole number",
        ["image_id"] = "a whole number, the id of an image",
        ["category_id"] = "a whole number, the id of a category",
        ["bbox"] = "[x, y, width, height], four numbers of pixels",
        ["iscrowd"] = "0 or 1",
        ["width"] = "a whole number of pixels",
        ["height"] = "a whole number of pixels",
        ["file_name"] = "a text",
        ["name"] = "a text",
        ["synonyms"] = "an array of texts",
    };

    /// <exception cref="DatasetException">Not JSON, or of other kinds of values.</exception>
    public static CocoFile Read(string path, string name, DatasetProblems problems)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, CocoJson.Default.CocoFile) ?? throw problems.End(name, "must be an object, is null");
        }
        catch (JsonException e)
        {
            var element = (e.Path ?? "$").Replace("$.", "", StringComparison.Ordinal);
            throw problems.End(
                FormattableString.Invariant($"{name}, line {e.LineNumber + 1}, {element}"),
                KindAt(e.Path) is { } kind && e.InnerException is not JsonException ? $"must be {kind}" : $"is not valid JSON: {e.Message}", e);
        }
    }

    /// <summary>Whether one of its members comes at the beginning of a file.</summary>
    public static bool IsOne(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[Beginning];
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var start = bytes.AsSpan(0, count);
        var reader = new Utf8JsonReader(start.StartsWith((byte[])[0xEF, 0xBB, 0xBF]) ? start[3..] : start, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
                if (reader is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName } && Members.Contains(reader.GetString()))
                    return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Whatever it is, it does not begin as this does.
        }
        return false;
    }

    private static string? KindAt(string? path) =>
        path is null ? null : Kinds.GetValueOrDefault(path[(path.LastIndexOf('.') + 1)..].Split('[')[0]);

    internal sealed record Photo(long? Id, string? FileName, int? Width, int? Height);

    internal sealed record Annotation(long? Id, long? ImageId, long? CategoryId, double[]? Bbox, int? Iscrowd);

    internal sealed record Category(long? Id, string? Name, IReadOnlyList<string>? Synonyms);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(CocoFile))]
    private sealed partial class CocoJson : JsonSerializerContext;
}
