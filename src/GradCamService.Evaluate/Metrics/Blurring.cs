using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Metrics;

/// <summary>
/// The photo from which insertion starts: blurred by a Gaussian of σ = 5 pixels of the input whose kernel ends at 3 σ. What shows the photo is
/// blurred on its own, its outermost pixels continuing beyond its border, and padding stays as it is.
/// </summary>
internal static class Blurring
{
    private const double Sigma = 5;
    private const int Radius = 15;

    /// <param name="input">Normalized, <c>[C, H, W]</c>.</param>
    public static float[] Of(float[] input, Placement placement)
    {
        var (content, width) = (placement.ContentPixels, placement.InputWidth);
        var blurred = (float[])input.Clone();
        for (var channel = 0; channel < input.Length; channel += width * placement.InputHeight)
        {
            var start = channel + content.Y * width + content.X;
            var values = new double[content.Width * content.Height];
            for (var i = 0; i < values.Length; i++)
                values[i] = input[start + i / content.Width * width + i % content.Width];
            values = Gaussian.Filter(values, content.Width, Sigma, Radius);
            for (var i = 0; i < values.Length; i++)
                blurred[start + i / content.Width * width + i % content.Width] = (float)values[i];
        }
        return blurred;
    }
}
