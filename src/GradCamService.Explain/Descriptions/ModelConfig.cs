using System.Text.Json.Nodes;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;

namespace GradCamService.Explain.Descriptions;

/// <summary><c>config.json</c>: Hugging Face's image_size; timm's pretrained_cfg with mean, std, crop and filter of the weights.</summary>
internal static class ModelConfig
{
    public const string FileName = "config.json";

    // Objects that say how photos are prepared: timm's, and what exporters write by hand.
    private static readonly string[] Preparations = ["pretrained_cfg", "preprocess", "preprocessing"];

    private static readonly Dictionary<string, Resampling> Filters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["nearest"] = Resampling.Nearest,
        ["bilinear"] = Resampling.Bilinear,
        ["bicubic"] = Resampling.Bicubic,
        ["lanczos"] = Resampling.Lanczos,
        ["box"] = Resampling.Box,
        ["hamming"] = Resampling.Hamming,
    };

    public static InputDescription Of(JsonFile json, string file)
    {
        if (json.Root is not JsonObject root)
            return InputDescription.None;
        var settings = new Settings(json, root);
        var found = Preparations.Where(settings.IsObject).Select(name => Prepared(settings.Object(name)!, $"{file}: {name}"))
            .Aggregate(InputDescription.None, (said, next) => said.Or(next));
        return settings.Sides("image_size") is { } sides ? found.Or(Sized(sides, $"{file}: image_size")) : found;
    }

    private static InputDescription Prepared(Settings settings, string where) => new InputDescription
    {
        Cut = CutOf(settings, where),
        Resize = settings.Text("interpolation") is { } filter && Filters.TryGetValue(filter, out var known)
            ? new(known, $"{where}.interpolation is {filter}") : null,
        Scale = ScaleOf(settings, where),
    }.Or(settings.Sides("input_size") is { } sides ? Sized(sides, $"{where}.input_size") : InputDescription.None)
        .Or(ImageProcessor.Of(settings, where));

    private static Stated<(double, Fit)>? CutOf(Settings settings, string where)
    {
        var squeezes = settings.Text("crop_mode") == "squash";
        if (settings.Number("crop_pct") is not { } share)
            return squeezes ? new((1, Fit.Stretch), $"{where}.crop_mode is squash") : null;
        if (share is > 0 and <= 1)
            return new((share, squeezes ? Fit.Stretch : Fit.Crop), $"{where}.crop_pct");
        settings.Report("crop_pct", "must be more than 0 and at most 1");
        return null;
    }

    private static Stated<PixelScale>? ScaleOf(Settings settings, string where)
    {
        var (mean, std) = (settings.Numbers("mean"), settings.Numbers("std"));
        if (mean is null && std is null)
            return null;
        if (std?.Any(number => number <= 0) == true)
        {
            settings.Report("std", "must be more than 0");
            return null;
        }
        // Deviations are below 1 where pixels go from 0 to 1; a list of mean and deviation that is above is of pixels to 255.
        var isUnit = (mean ?? [0]).Concat(std ?? [1]).All(number => number <= 1);
        float Of(double number) => (float)(isUnit ? number * 255 : number);
        return new(new PixelScale([.. (mean ?? [0]).Select(Of)], [.. (std ?? [1]).Select(Of)]),
            $"{where}.mean and std, of pixels from 0 to {(isUnit ? 1 : 255)}");
    }

    private static InputDescription Sized(int[] sides, string why) => new() { Height = new(sides[0], why), Width = new(sides[^1], why) };
}
