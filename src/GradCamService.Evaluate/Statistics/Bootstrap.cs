using MathNet.Numerics.Random;
using MathNet.Numerics.Statistics;

namespace GradCamService.Evaluate.Statistics;

/// <summary>
/// Intervals by drawing images anew, as many as there are and with replacement (Efron 1979, Ann. Statist. 7(1)). The generator is the Mersenne
/// Twister MT19937 seeded by <c>init_genrand</c>, and an index is ⌊n u / 2³²⌋ of its next 32-bit number u: the same on every machine, and in
/// NumPy's <c>RandomState</c>.
/// </summary>
public static class Bootstrap
{
    public const int Resamples = 1000;

    public const double Confidence = 0.95;

    /// <summary>A statistic of each resample.</summary>
    /// <param name="seed">Equal seeds draw equal images.</param>
    /// <param name="counts">Images of each sample, which is drawn on its own: one sample, or two that are compared. Each at least 1.</param>
    /// <param name="statistic">Of the places of the images drawn, an array a sample, which are overwritten by the next draw.</param>
    public static double[] Replicates(int seed, IReadOnlyList<int> counts, Func<int[][], double> statistic)
    {
        var random = new MersenneTwister(seed, threadSafe: false);
        var samples = counts.Select(count => new int[count]).ToArray();
        var replicates = new double[Resamples];
        for (var i = 0; i < replicates.Length; i++)
        {
            foreach (var sample in samples)
                for (var place = 0; place < sample.Length; place++)
                    sample[place] = (int)(random.NextDouble() * sample.Length);
            replicates[i] = statistic(samples);
        }
        return replicates;
    }

    /// <summary>A statistic of each random split of images into two sets, as which they differ by chance alone.</summary>
    /// <param name="seed">Equal seeds split alike.</param>
    /// <param name="count">Images.</param>
    /// <param name="first">How many of them are in the first set; the others are in the second.</param>
    /// <param name="statistic">Of the places of the images of both sets, in arrays that are overwritten by the next split.</param>
    public static double[] Splits(int seed, int count, int first, Func<ArraySegment<int>, ArraySegment<int>, double> statistic)
    {
        var random = new MersenneTwister(seed, threadSafe: false);
        var places = Enumerable.Range(0, count).ToArray();
        var replicates = new double[Resamples];
        for (var i = 0; i < replicates.Length; i++)
        {
            // Fisher and Yates: who comes first is settled place by place.
            for (var place = 0; place < first; place++)
            {
                var other = place + (int)(random.NextDouble() * (count - place));
                (places[place], places[other]) = (places[other], places[place]);
            }
            replicates[i] = statistic(new(places, 0, first), new(places, first, count - first));
        }
        return replicates;
    }

    /// <summary>The percentile interval: from the 2.5th to the 97.5th, linear between neighbours in order as NumPy computes them.</summary>
    public static Interval Percentiles(double[] replicates)
    {
        const double Tail = (1 - Confidence) / 2;
        return new Interval(Quantile(replicates, Tail), Quantile(replicates, 1 - Tail));
    }

    /// <param name="share">0 to 1.</param>
    internal static double Quantile(double[] replicates, double share) =>
        SortedArrayStatistics.QuantileCustom([.. replicates.Order()], share, QuantileDefinition.R7);
}
