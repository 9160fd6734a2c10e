using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Metrics;

/// <summary>How far the mean maps of two sets of images are apart: right and wrong predictions, two groups.</summary>
/// <param name="Distance">Jensen–Shannon distance of the mean maps, 0 to 1. Of few images it is never 0, even where there is nothing to find.</param>
/// <param name="Unbiased">
/// The distance without what the small number of images adds to it, 0 to 1, so that sets of many and of few images can be ranked. Null as the interval is.
/// </param>
/// <param name="Interval">
/// Of the distance without that addition; where it begins above 0, the maps differ. Null where either set has fewer than two images.
/// </param>
/// <param name="Count">Images of the first set.</param>
/// <param name="OtherCount">Of the second.</param>
public sealed record MapDistance(double Distance, double? Unbiased, Interval? Interval, int Count, int OtherCount)
{
    /// <summary>
    /// A resample adds as much to the divergence as the sample did (Efron and Tibshirani 1993, chapter 10), so that both the estimate and the interval turn the
    /// resamples over: 2 D − D*, limited to 0…1, of which the root is taken.
    /// </summary>
    /// <param name="one">Of each image with evidence, what <see cref="EvidenceGrid"/> gives.</param>
    /// <param name="other">Likewise.</param>
    /// <param name="seed">Of the resamples, in which each set is drawn on its own.</param>
    /// <returns>Null where either set is empty.</returns>
    public static MapDistance? Between(ImageValues<float[]> one, ImageValues<float[]> other, int seed)
    {
        if (one.Count == 0 || other.Count == 0)
            return null;
        var (grids, others) = (MeanMap.Exact(one), MeanMap.Exact(other));
        var divergence = JensenShannon.Divergence(MeanMap.Of(one), MeanMap.Of(other));
        var distance = Math.Sqrt(divergence);
        if (one.Count < 2 || other.Count < 2)
            return new MapDistance(distance, null, null, one.Count, other.Count);
        var turned = Array.ConvertAll(
            Bootstrap.Replicates(seed, [one.Count, other.Count], drawn =>
                JensenShannon.Divergence(MeanMap.Of(grids, drawn[0]), MeanMap.Of(others, drawn[1]))),
            resampled => 2 * divergence - resampled);
        var (low, high) = Bootstrap.Percentiles(turned);
        return new MapDistance(distance, Root(turned.Average()), new Interval(Root(low), Root(high)), one.Count, other.Count);
    }

    private static double Root(double divergence) => Math.Sqrt(Math.Clamp(divergence, 0, 1));
}
