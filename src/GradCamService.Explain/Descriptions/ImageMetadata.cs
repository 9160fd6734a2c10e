using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Descriptions;

/// <summary>ONNX's own words for an image input, in a file's metadata_props (https://github.com/onnx/onnx/blob/main/docs/MetadataProps.md).</summary>
internal static class ImageMetadata
{
    private const string Format = "Image.BitmapPixelFormat";
    private const string Range = "Image.NominalPixelRange";
    private const string Gamma = "Image.ColorSpaceGamma";

    private static readonly Dictionary<string, ColorOrder> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Gray8"] = ColorOrder.Gray,
        ["Rgb8"] = ColorOrder.Rgb,
        ["Bgr8"] = ColorOrder.Bgr,
        ["Rgba8"] = ColorOrder.Rgb,
        ["Bgra8"] = ColorOrder.Bgr,
    };

    private static readonly Dictionary<string, PixelScale> Ranges = new(StringComparer.OrdinalIgnoreCase)
    {
        ["NominalRange_0_255"] = PixelScale.Bytes,
        ["Normalized_0_1"] = PixelScale.Unit,
        ["Normalized_1_1"] = PixelScale.Centered,
        // 16 + pixel · 219 / 255.
        ["NominalRange_16_235"] = new PixelScale([-16 * 255f / 219], [255f / 219]),
    };

    public static InputDescription Of(IReadOnlyDictionary<string, string> metadata) => new()
    {
        Color = Find(metadata, Format, Formats) is { } color ? color with { Why = color.Why + Light(metadata) } : null,
        Scale = Find(metadata, Range, Ranges),
    };

    private static Stated<T>? Find<T>(IReadOnlyDictionary<string, string> metadata, string key, Dictionary<string, T> known) =>
        metadata.TryGetValue(key, out var text) && known.TryGetValue(text.Trim(), out var value)
            ? new Stated<T>(value, $"metadata_props of the file: {key} is {text.Trim()}") : null;

    private static string Light(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(Gamma, out var gamma) && gamma.Trim().Equals("Linear", StringComparison.OrdinalIgnoreCase)
            ? $"; {Gamma} is Linear, and pixels are fed as photos have them, in sRGB" : "";
}
