using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Descriptions;

/// <summary>
/// Hugging Face's <c>preprocessor_config.json</c>: what its image processors do to a photo (transformers' BaseImageProcessor; the
/// defaults are those of its classes).
/// </summary>
internal static class ImageProcessor
{
    // ConvNeXt's processor cuts photos for networks of fewer pixels and squeezes them for larger ones.
    private const int SqueezedFrom = 384;

    private static readonly Dictionary<int, Resampling> Filters = new()
    {
        [0] = Resampling.Nearest,
        [1] = Resampling.Lanczos,
        [2] = Resampling.Bilinear,
        [3] = Resampling.Bicubic,
        [4] = Resampling.Box,
        [5] = Resampling.Hamming,
    };

    /// <param name="settings">The file's members.</param>
    /// <param name="file">Its name.</param>
    public static InputDescription Of(Settings settings, string file)
    {
        var cut = CutOf(settings, file);
        return new InputDescription
        {
            Width = cut?.Width,
            Height = cut?.Height,
            Color = settings.Flag("do_flip_channel_order") == true ? new(ColorOrder.Bgr, $"{file}: do_flip_channel_order is true") : null,
            Cut = cut?.Cut,
            Resize = FilterOf(settings, file),
            Scale = ScaleOf(settings, file),
        };
    }

    private static Stated<Resampling>? FilterOf(Settings settings, string file)
    {
        if (settings.Number("resample") is not { } number)
            return null;
        if (Filters.TryGetValue((int)number, out var filter))
            return new(filter, $"{file}: resample is {(int)number}");
        settings.Report("resample", "must be one of Pillow's filters, 0 to 5");
        return null;
    }

    /// <summary>Mean and deviation of pixels from 0 to 255, out of those of rescaled ones.</summary>
    private static Stated<PixelScale>? ScaleOf(Settings settings, string file)
    {
        var (mean, std) = (settings.Numbers("image_mean"), settings.Numbers("image_std"));
        var (rescales, normalizes) = (settings.Flag("do_rescale"), settings.Flag("do_normalize"));
        if (mean is null && std is null && rescales is null && normalizes is null)
            return null;
        var factor = rescales == false ? 1 : settings.Number("rescale_factor") ?? 1.0 / 255;
        if (normalizes == false || (mean is null && std is null))
            (mean, std) = ([0], [1]);
        if (factor <= 0 || std?.Any(number => number <= 0) == true)
        {
            settings.Report(factor <= 0 ? "rescale_factor" : "image_std", "must be more than 0");
            return null;
        }
        // EfficientNet's processor takes 1 away behind the factor.
        var shift = settings.Flag("rescale_offset") == true ? 1 : 0;
        return new(
            new PixelScale([.. (mean ?? [0]).Select(number => (float)((number + shift) / factor))], [.. (std ?? [1]).Select(number => (float)(number / factor))]),
            $"{file}: " + (rescales == false ? "do_rescale is false" : FormattableString.Invariant($"rescale_factor is {factor:G6}"))
                + (normalizes == false ? ", do_normalize is false" : ", image_mean and image_std"));
    }

    private static (Stated<int>? Width, Stated<int>? Height, Stated<(double, Fit)>? Cut)? CutOf(Settings settings, string file)
    {
        var (size, crop) = (SizeOf(settings, "size"), SizeOf(settings, "crop_size"));
        var crops = settings.Flag("do_center_crop") ?? (crop is not null);
        var share = settings.Number("crop_pct");
        if (share is <= 0 or > 1)
            settings.Report("crop_pct", "must be more than 0 and at most 1");
        if (settings.Flag("do_resize") == false)
            size = null;
        var input = crops && crop is not null ? crop : size;
        if (input is null)
            return null;
        var why = $"{file}: size" + (crop is not null && crops ? " and crop_size" : share is null ? "" : " and crop_pct");
        (double Crop, Fit Fit) cut = (size, crops && crop is not null, share) switch
        {
            ({ IsShortest: true }, true, _) => (Math.Min((double)crop!.Height / size.Height, 1), Fit.Crop),
            ({ IsShortest: true } or { IsOneNumber: true }, false, { } pct) => size.Height < SqueezedFrom ? (pct, Fit.Crop) : (1, Fit.Stretch),
            ({ IsShortest: true }, false, null) => (1, Fit.Crop),
            ({ IsOneNumber: true }, true, _) => (Math.Min((double)crop!.Height / size.Height, 1), Fit.Crop),
            ({ } whole, true, _) => (Math.Min((double)crop!.Height / whole.Height, 1), Fit.Crop),
            (null, _, _) => (1, Fit.Crop),
            _ => (1, Fit.Stretch),
        };
        if (size is { IsShortest: false, IsOneNumber: false } && crops && crop is not null)
            why += "; the photo's shape is kept, where that processor squeezes it before it cuts";
        return (new(input.Width, why), new(input.Height, why), new(cut, why));
    }

    private static ProcessorSize? SizeOf(Settings settings, string name)
    {
        if (settings.Object(name) is not { } members)
            return settings.Sides(name) is { } sides ? new ProcessorSize(sides[0], sides[^1], false, sides.Length == 1) : null;
        if (members.Whole("shortest_edge") is { } shortest)
            return new ProcessorSize(shortest, shortest, true, false);
        if (members.Whole("height") is { } height && members.Whole("width") is { } width)
            return new ProcessorSize(height, width, false, false);
        settings.Report(name, "must have shortest_edge, or height and width, in pixels");
        return null;
    }

    /// <param name="Height">Pixels.</param>
    /// <param name="Width">Pixels.</param>
    /// <param name="IsShortest">The shorter side is resized to it, and the photo keeps its shape.</param>
    /// <param name="IsOneNumber">An older file, which leaves to the processor's class whether it is a square or the shorter side.</param>
    private sealed record ProcessorSize(int Height, int Width, bool IsShortest, bool IsOneNumber);
}
