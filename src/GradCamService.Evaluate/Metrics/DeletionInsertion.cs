using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Metrics;

/// <summary>
/// How fast the probability falls as the most important pixels are removed, and rises as they are revealed (Petsiuk et al. 2018, arXiv:1806.07421):
/// a photo's pixels in the order of the map, step by step.
/// </summary>
public sealed class DeletionInsertion
{
    /// <summary>Each adds as many pixels; with the start there is one more point.</summary>
    public const int Steps = 28;

    private readonly float[] _input;
    private readonly float[] _blurred;
    private readonly int[] _order;
    private readonly int _plane;

    /// <param name="input">Normalized, <c>[C, H, W]</c>: 0 is the mean colour.</param>
    /// <param name="heatmap">≥ 0, <c>[H, W]</c>. Equally high pixels go from top to bottom and from left to right.</param>
    /// <param name="placement">How the input lies in the photo; padding is neither removed nor revealed.</param>
    public DeletionInsertion(float[] input, float[] heatmap, Placement placement)
    {
        (_input, _plane) = (input, heatmap.Length);
        _order = PixelOrder.Of(heatmap, placement);
        _blurred = Blurring.Of(input, placement);
    }

    /// <summary>The photo whose most important pixels have the mean colour; at step 0 all of it is there.</summary>
    /// <param name="step">0 to <see cref="Steps"/>.</param>
    /// <param name="copy">As long as the input.</param>
    public void Delete(int step, Span<float> copy) => Replace(_input, null, step, copy);

    /// <summary>The blurred photo whose most important pixels are as they were; at the last step all of it is there.</summary>
    /// <param name="step">0 to <see cref="Steps"/>.</param>
    /// <param name="copy">As long as the input.</param>
    public void Insert(int step, Span<float> copy) => Replace(_blurred, _input, step, copy);

    /// <summary>Area under the probabilities by the trapezoid rule, the share of pixels going from 0 to 1.</summary>
    /// <param name="probabilities">At step 0 to the last.</param>
    /// <returns>0 to 1; of a probability that never changes, that.</returns>
    /// <exception cref="ArgumentException">Not as many as there are points.</exception>
    public static double Area(IReadOnlyList<double> probabilities)
    {
        if (probabilities.Count != Steps + 1)
            throw new ArgumentException($"a curve has {Steps + 1} points, not {probabilities.Count}", nameof(probabilities));
        var sum = 0.0;
        for (var step = 0; step < Steps; step++)
            sum += (probabilities[step] + probabilities[step + 1]) / 2;
        return sum / Steps;
    }

    private void Replace(float[] from, float[]? to, int step, Span<float> copy)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)step, (uint)Steps, nameof(step));
        from.CopyTo(copy);
        var replaced = _order.AsSpan(0, (int)((long)_order.Length * step / Steps));
        for (var channel = 0; channel < _input.Length; channel += _plane)
            foreach (var pixel in replaced)
                copy[channel + pixel] = to is null ? 0 : to[channel + pixel];
    }
}
