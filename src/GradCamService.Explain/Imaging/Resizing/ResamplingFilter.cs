namespace GradCamService.Explain.Imaging.Resizing;

/// <summary>The kernels, written in the order of operations that Pillow uses.</summary>
/// <param name="Support">Distance in source pixels at which the kernel becomes 0, before it is stretched to shrink a picture.</param>
/// <param name="At">The kernel.</param>
internal sealed record ResamplingFilter(double Support, Func<double, double> At)
{
    private const double Sharpness = -0.5;

    private static readonly Dictionary<Resampling, ResamplingFilter> All = new()
    {
        [Resampling.Bicubic] = new(2, Cubic),
        [Resampling.Bilinear] = new(1, x => Math.Max(1.0 - Math.Abs(x), 0.0)),
        [Resampling.Box] = new(0.5, x => x is > -0.5 and <= 0.5 ? 1 : 0),
        [Resampling.Hamming] = new(1, x => Math.Abs(x) >= 1 ? 0 : Sinc(x) * (0.54 + (0.46 * Math.Cos(Math.PI * x)))),
        [Resampling.Lanczos] = new(3, x => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0),
    };

    /// <summary>Null for <see cref="Resampling.Nearest"/>, which mixes nothing.</summary>
    public static ResamplingFilter? Of(Resampling filter) => All.GetValueOrDefault(filter);

    private static double Cubic(double x) => Math.Abs(x) switch
    {
        < 1.0 and var near => ((((Sharpness + 2.0) * near) - (Sharpness + 3.0)) * near * near) + 1,
        < 2.0 and var far => (((((far - 5) * far) + 8) * far) - 4) * Sharpness,
        _ => 0.0,
    };

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}
