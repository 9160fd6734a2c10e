namespace GradCamService.Explain.Imaging.Resizing;

/// <summary>The kernels, written in the order of operations that Pillow uses.</summary>
internal static class ResamplingFilter
{
    private const double Sharpness = -0.5;

    /// <summary>Distance in source pixels at which the kernel becomes 0, before it is stretched to shrink a picture.</summary>
    public static double Support(Resampling filter) => filter == Resampling.Bicubic ? 2.0 : 1.0;

    public static double At(Resampling filter, double x)
    {
        x = Math.Abs(x);
        return filter == Resampling.Bicubic ? Cubic(x) : Math.Max(1.0 - x, 0.0);
    }

    private static double Cubic(double x) => x switch
    {
        < 1.0 => ((((Sharpness + 2.0) * x) - (Sharpness + 3.0)) * x * x) + 1,
        < 2.0 => (((((x - 5) * x) + 8) * x) - 4) * Sharpness,
        _ => 0.0,
    };
}
