using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Manifests;

/// <summary>The manifest's <c>input</c>.</summary>
internal static class ManifestInputReader
{
    private const int MostPixelsASide = 4096;
    private const int MostFrames = 64;

    private static readonly Dictionary<string, TensorLayout> Layouts = new()
    {
        ["NCHW"] = TensorLayout.Nchw,
        ["NHWC"] = TensorLayout.Nhwc,
    };

    private static readonly Dictionary<string, ColorOrder> Colors = new()
    {
        ["RGB"] = ColorOrder.Rgb,
        ["BGR"] = ColorOrder.Bgr,
        ["gray"] = ColorOrder.Gray,
    };

    private static readonly Dictionary<string, Fit> Fits = new()
    {
        ["crop"] = Fit.Crop,
        ["stretch"] = Fit.Stretch,
        ["pad"] = Fit.Pad,
    };

    private static readonly Dictionary<string, Resampling> Filters = new()
    {
        ["bicubic"] = Resampling.Bicubic,
        ["bilinear"] = Resampling.Bilinear,
    };

    public static ManifestInput Read(JsonFields manifest)
    {
        if (manifest.Required("input", manifest.Object("input"), "an object") is not { } fields)
            return new ManifestInput(null, null, new InputSpec(1, 1, ColorOrder.Rgb, 1, Fit.Crop, Resampling.Bicubic, [0], [1]));

        var color = fields.Choice("color", Colors) ?? ColorOrder.Rgb;
        int[] counts = color == ColorOrder.Gray ? [1] : [1, 3];
        var mean = fields.Numbers("mean", "finite", _ => true, counts);
        var std = fields.Numbers("std", "above 0", number => (float)number > 0, counts);
        var input = new ManifestInput(
            fields.Text("tensor"),
            fields.Choice("layout", Layouts),
            new InputSpec(
                fields.RequiredInteger("width", 1, MostPixelsASide),
                fields.RequiredInteger("height", 1, MostPixelsASide),
                color,
                fields.Number("crop", "above 0 and at most 1", share => share is > 0 and <= 1) ?? 1,
                fields.Choice("fit", Fits) ?? Fit.Crop,
                fields.Choice("resize", Filters) ?? Resampling.Bicubic,
                fields.Required("mean", mean, "the numbers subtracted, on the 0–255 scale") ?? [0],
                fields.Required("std", std, "the numbers divided by, on the 0–255 scale") ?? [1]),
            fields.Integer("frames", 1, MostFrames) ?? 1);
        fields.RefuseOthers();
        return input;
    }
}
