using System.Text.Json.Nodes;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Descriptions;

/// <summary>
/// What Ultralytics' exporter writes into metadata_props. Its classifiers (YOLOv8 and later) take values from 0 to 1 of the photo's
/// shorter side resized to imgsz and cut in the middle, and nothing is normalized.
/// </summary>
internal static class UltralyticsMetadata
{
    private const string Classifier = "classify";

    public static InputDescription Of(IReadOnlyDictionary<string, string> metadata)
    {
        var (height, width) = SizeOf(metadata.GetValueOrDefault("imgsz"));
        var said = new InputDescription
        {
            Height = height is { } rows ? new Stated<int>(rows, $"metadata_props of the file: imgsz is {metadata["imgsz"]}") : null,
            Width = width is { } columns ? new Stated<int>(columns, $"metadata_props of the file: imgsz is {metadata["imgsz"]}") : null,
        };
        if (metadata.GetValueOrDefault("task")?.Trim() != Classifier || !metadata.ContainsKey("names"))
            return said;
        const string Why = "metadata_props of the file: names and the task classify are Ultralytics', whose classifiers take ";
        return said with
        {
            Color = new(ColorOrder.Rgb, Why + "RGB"),
            Cut = new((1, Fit.Crop), Why + "the middle of the photo, its shorter side resized to the input"),
            Resize = new(Resampling.Bilinear, Why + "photos resized bilinearly"),
            Scale = new(PixelScale.Unit, Why + "values from 0 to 1"),
        };
    }

    /// <summary><c>[height, width]</c>, or one number.</summary>
    private static (int? Height, int? Width) SizeOf(string? text)
    {
        try
        {
            return (text is null ? null : PythonLiteral.Parse(text)) switch
            {
                JsonArray { Count: 2 } sides => (Side(sides[0]), Side(sides[1])),
                var side => (Side(side), Side(side)),
            };
        }
        catch (FormatException)
        {
            return (null, null);
        }
    }

    private static int? Side(JsonNode? node) => node is JsonValue value && value.TryGetValue(out long side) && side is > 0 and <= int.MaxValue ? (int)side : null;
}
