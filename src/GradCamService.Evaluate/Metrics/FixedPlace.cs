using System.Numerics.Tensors;
using GradCamService.Evaluate.Statistics;
using MathNet.Numerics.Statistics;

namespace GradCamService.Evaluate.Metrics;

/// <summary>
/// Where evidence of some images gathers as that of others does not: a watermark, a logo, a line of text that only one category's photos have.
/// </summary>
/// <param name="Row">Of the <see cref="EvidenceGrid"/>'s cell, from the top.</param>
/// <param name="Column">From the left.</param>
/// <param name="Share">Of the evidence, in that cell on average.</param>
/// <param name="Others">The others' share there.</param>
/// <param name="Excess">
/// Share − others, with an interval that allows for the search: in 95 % of random splits of all images into sets of the same sizes, no cell at all
/// differs by more of its standard errors than it is wide to either side. A place is found where it begins above 0. Null where there are fewer than
/// two images on either side.
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
    /// <param name="seed">Of the splits.</param>
    /// <returns>
    /// The cell whose interval begins highest, or, without intervals, of the largest excess; the first of equal ones. Null where either set is empty.
    /// </returns>
    public static FixedPlace? Find(ImageValues<float[]> grids, ImageValues<float[]> others, int seed)
    {
        if (grids.Count == 0 || others.Count == 0)
            return null;
        var (mean, otherMean) = (MeanMap.Of(grids), MeanMap.Of(others));
        var excess = Minus(mean, otherMean);
        var deviation = grids.Count > 1 && others.Count > 1 ? Deviation([.. grids.Values, .. Some(others, grids.Count)], grids.Count, seed) : null;
        var lowest = deviation is null ? excess : Minus(excess, deviation);
        var cell = Array.IndexOf(lowest, lowest.Max());
        return new FixedPlace(
            cell / EvidenceGrid.Cells, cell % EvidenceGrid.Cells, mean[cell], otherMean[cell],
            deviation is null ? null : new Interval(lowest[cell], excess[cell] + deviation[cell]));
    }

    /// <summary>
    /// Of each cell, so many standard errors as 95 % of random splits differ by at most, in the cell that differs by most of its own.
    /// </summary>
    /// <param name="all">Grids of both sets, the first set's first.</param>
    /// <param name="count">Of the first set.</param>
    /// <param name="seed">Of the splits.</param>
    private static double[] Deviation(float[][] all, int count, int seed)
    {
        var scale = 1.0 / count + 1.0 / (all.Length - count);
        var errors = Enumerable.Range(0, EvidenceGrid.Cells * EvidenceGrid.Cells)
            .Select(cell => Math.Sqrt(all.Select(grid => (double)grid[cell]).Variance() * scale)).ToArray();
        var worst = Bootstrap.Quantile(
            Bootstrap.Splits(seed, all.Length, count, (first, second) => Minus(MeanMap.Of(all, first), MeanMap.Of(all, second))
                .Select((difference, cell) => errors[cell] > 0 ? Math.Abs(difference) / errors[cell] : 0).Max()),
            Bootstrap.Confidence);
        return Array.ConvertAll(errors, error => worst * error);
    }

    /// <summary>Every n-th, so that there are not too many.</summary>
    private static IEnumerable<float[]> Some(ImageValues<float[]> others, int count)
    {
        var step = (others.Count - 1) / (MostOthers * count) + 1;
        return others.Values.Where((_, place) => place % step == 0);
    }

    private static double[] Minus(double[] one, double[] other)
    {
        var difference = new double[one.Length];
        TensorPrimitives.Subtract<double>(one, other, difference);
        return difference;
    }
}
