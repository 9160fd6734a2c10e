using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Metrics;

/// <summary>How far the mean maps of two sets of images are apart: right and wrong predictions, two groups.</summary>
/// <param name="Distance">Jensen–Shannon distance of the mean maps, 0 to 1. Of few images it is never 0, even where there is nothing to find.</param>
/// <param name="Unbiased">
/// The distance without what the small number of images adds to it, 0 to 1, so that sets of many and of few images can be ranked. Null as the
/// interval is.
/// </param>
/// <param name="Interval">
/// Of the unbiased distance; where it begins above 0, the maps differ. Null where either set has fewer than two images.
/// </param>
/// <param name="Count">Images of the first set.</param>
/// <param name="OtherCount">Of the second.</param>
public sealed record MapDistance(double Distance, double? Unbiased, Interval? Interval, int Count, int OtherCount)
{
    private const double Tail = (1 - Bootstrap.Confidence) / 2;

    /// <summary>
    /// What few images add is the mean divergence of random splits of all images into sets of the same sizes, and is taken off the divergence. The
    /// interval around what is left is that of resamples of each set around their mean; it reaches down to 0 unless the sets diverge by more than
    /// 97.5 % of the splits do. The roots of all, limited to 0…1, are distances.
    /// </summary>
    /// <param name="one">Of each image with evidence, what <see cref="EvidenceGrid"/> gives.</param>
    /// <param name="other">Likewise.</param>
    /// <param name="seed">Of the resamples, in which each set is drawn on its own.</param>
    /// <returns>Null where either set is empty.</returns>
    public static MapDistance? Between(ImageValues<float[]> one, ImageValues<float[]> other, int seed)
    {
        if (one.Count == 0 || other.Count == 0)
            return null;
        var divergence = JensenShannon.Divergence(MeanMap.Of(one), MeanMap.Of(other));
        var distance = Math.Sqrt(divergence);
        if (one.Count < 2 || other.Count < 2)
            return new MapDistance(distance, null, null, one.Count, other.Count);
        var resampled = Bootstrap.Replicates(seed, [one.Count, other.Count], drawn => Divergence(one.Values, drawn[0], other.Values, drawn[1]));
        float[][] all = [.. one.Values, .. other.Values];
        var chance = Bootstrap.Splits(seed, all.Length, one.Count, (first, second) => Divergence(all, first, all, second));
        var (left, mean) = (divergence - chance.Average(), resampled.Average());
        var low = Math.Min(
            left + Bootstrap.Quantile(resampled, Tail) - mean, divergence - Bootstrap.Quantile(chance, 1 - Tail));
        var high = left + Bootstrap.Quantile(resampled, 1 - Tail) - mean;
        return new MapDistance(distance, Root(left), new Interval(Root(low), Root(high)), one.Count, other.Count);
    }

    private static double Divergence(
        IReadOnlyList<float[]> grids, IEnumerable<int> places, IReadOnlyList<float[]> others, IEnumerable<int> otherPlaces) =>
        JensenShannon.Divergence(MeanMap.Of(grids, places), MeanMap.Of(others, otherPlaces));

    private static double Root(double divergence) => Math.Sqrt(Math.Clamp(divergence, 0, 1));
}
