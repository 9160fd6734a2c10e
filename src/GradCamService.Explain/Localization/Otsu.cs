using System.Numerics.Tensors;

namespace GradCamService.Explain.Localization;

/// <summary>
/// The level that best parts values into low and high ones: that of the largest variance between the two classes (Otsu 1979, IEEE Trans. SMC
/// 9(1), eq. 12–15).
/// </summary>
internal static class Otsu
{
    /// <summary>Between 0 and the maximum.</summary>
    private const int Bins = 256;

    /// <summary>
    /// The upper edge of the last bin of the low class, the lowest of equally good ones, as a share of the maximum; 0 where all values lie in
    /// one bin.
    /// </summary>
    /// <param name="values">At least one; those below 0 count as 0.</param>
    public static double ShareOf(float[] values)
    {
        var maximum = (double)TensorPrimitives.Max<float>(values);
        if (!(maximum > 0))
            return 0;
        var histogram = new int[Bins];
        foreach (var value in values)
            histogram[Math.Clamp((int)(value / maximum * Bins), 0, Bins - 1)]++;
        return (double)Split(histogram) / Bins;
    }

    /// <summary>How many bins the low class has.</summary>
    private static int Split(int[] histogram)
    {
        var count = histogram.Sum(each => (long)each);
        var sum = histogram.Select((each, bin) => (double)each * bin).Sum();
        var (low, lowSum, best, split) = (0L, 0.0, 0.0, 0);
        for (var bin = 0; bin < Bins - 1; bin++)
        {
            low += histogram[bin];
            lowSum += (double)histogram[bin] * bin;
            if (low == 0 || low == count)
                continue;
            // ω₀ ω₁ (μ₁ − μ₀)², times the number of values squared.
            var apart = lowSum / low - (sum - lowSum) / (count - low);
            var between = (double)low * (count - low) * apart * apart;
            if (between > best)
                (best, split) = (between, bin + 1);
        }
        return split;
    }
}
