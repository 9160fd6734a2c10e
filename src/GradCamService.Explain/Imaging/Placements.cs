namespace GradCamService.Explain.Imaging;

/// <summary>Decides which part of a photo fills which part of the input.</summary>
internal static class Placements
{
    public static Placement Of(int photoWidth, int photoHeight, InputSpec spec, Fit fit)
    {
        var whole = new Region(0, 0, photoWidth, photoHeight);
        var input = new Region(0, 0, spec.Width, spec.Height);
        var (source, content) = fit switch
        {
            Fit.Crop => (CenterCrop(photoWidth, photoHeight, spec), input),
            Fit.Stretch => (whole, input),
            Fit.Pad => (whole, Letterbox(photoWidth, photoHeight, spec)),
            _ => throw new ArgumentOutOfRangeException(nameof(fit)),
        };
        return new Placement(photoWidth, photoHeight, source, content, spec.Width, spec.Height);
    }

    private static Region CenterCrop(int photoWidth, int photoHeight, InputSpec spec)
    {
        double width, height;
        if ((long)photoWidth * spec.Height <= (long)photoHeight * spec.Width)
        {
            width = photoWidth * spec.Crop;
            height = width * spec.Height / spec.Width;
        }
        else
        {
            height = photoHeight * spec.Crop;
            width = height * spec.Width / spec.Height;
        }

        return new Region((photoWidth - width) / 2, (photoHeight - height) / 2, width, height);
    }

    /// <summary>Whole input pixels, so that no pixel is half photo and half padding; a very long photo still fills one row.</summary>
    private static Region Letterbox(int photoWidth, int photoHeight, InputSpec spec)
    {
        var scale = Math.Min((double)spec.Width / photoWidth, (double)spec.Height / photoHeight);
        var width = Math.Clamp((int)Math.Round(photoWidth * scale), 1, spec.Width);
        var height = Math.Clamp((int)Math.Round(photoHeight * scale), 1, spec.Height);
        return new Region((spec.Width - width) / 2, (spec.Height - height) / 2, width, height);
    }
}
