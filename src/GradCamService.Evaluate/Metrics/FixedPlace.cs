using System.Numerics.Tensors;
using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Metrics;

/// <summary>
/// Where evidence of some images gathers as that of others does not: a watermark, a logo, a line of text that only one category's photos have.
/// </summary>
/// <param name="Row">Of the <see cref="EvidenceGrid"/>'s cell, from the top.</param>
/// <param name="Column">From the left.</param>
/// <param name="Share">Of the evidence, in that cell on average.</param>
/// <param name="Others">The others' share there.</param>
/// <param name="Excess">
/// Share − others, with an interval that allows for the search: in 95 % of resamples no cell at all deviates by more than it is wide to either side. A place is
/// found where it begins above 0. Null where there are fewer than two images on either side.
/// </param>
public sealed record FixedPlace(int Row, int Column, double Share, double Others, Interval? Excess)
{
    // So many others for each image say nearly as much as all of them, of which there may be a thousand times as many.
    private const int MostOthers = 4;

    /// <param name="grids">Of each image with evidence, what <see cref="EvidenceGrid"/> gives.</param>
    /// <param name="others">
    /// Those of other categories' images. All count in the excess; where there are many, its interval is that of some of them, which makes it a
    /// little wider.
    /// </param>
    /// <param name="seed">Of the resamples, in which each set is drawn on its own.</param>
    /// <returns>The cell of the largest excess, the first of equal ones; null where either set is empty.</returns>
    public static FixedPlace? Find(ImageValues<float[]> grids, ImageValues<float[]> others, int seed)
    {
        if (grids.Count == 0 || others.Count == 0)
            return null;
        var (mean, otherMean) = (MeanMap.Of(grids), MeanMap.Of(others));
        var excess = Minus(mean, otherMean);
        var cell = Array.IndexOf(excess, excess.Max());
        return new FixedPlace(
            cell / EvidenceGrid.Cells, cell % EvidenceGrid.Cells, mean[cell], otherMean[cell],
            grids.Count > 1 && others.Count > 1 ? Around(excess[cell], Deviation(MeanMap.Exact(grids), Some(others, grids.Count), seed)) : null);
    }

    /// <summary>How far 95 % of resamples deviate from the excess at most, in their worst cell.</summary>
    private static double Deviation(double[][] grids, double[][] others, int seed)
    {
        var excess = Excess(Enumerable.Range(0, grids.Length), Enumerable.Range(0, others.Length));
        return Bootstrap.Quantile(
            Bootstrap.Replicates(seed, [grids.Length, others.Length], drawn => Minus(Excess(drawn[0], drawn[1]), excess).Max(Math.Abs)),
            Bootstrap.Confidence);

        double[] Excess(IEnumerable<int> places, IEnumerable<int> otherPlaces) => Minus(MeanMap.Of(grids, places), MeanMap.Of(others, otherPlaces));
    }

    /// <summary>Every n-th, so that there are not too many.</summary>
    private static double[][] Some(ImageValues<float[]> others, int count)
    {
        var step = (others.Count - 1) / (MostOthers * count) + 1;
        return [.. MeanMap.Exact(others).Where((_, place) => place % step == 0)];
    }

    private static Interval Around(double middle, double deviation) => new(middle - deviation, middle + deviation);

    private static double[] Minus(double[] one, double[] other)
    {
        var difference = new double[one.Length];
        TensorPrimitives.Subtract<double>(one, other, difference);
        return difference;
    }
}
