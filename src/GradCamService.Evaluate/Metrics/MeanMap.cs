using System.Numerics.Tensors;
using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Metrics;

/// <summary>Means of grids, cell by cell.</summary>
public static class MeanMap
{
    /// <param name="grids">Of each image with evidence, what <see cref="EvidenceGrid"/> gives; at least one.</param>
    /// <returns>Row-major; it sums to 1, as each of them does.</returns>
    public static double[] Of(ImageValues<float[]> grids) => Of(Exact(grids), Enumerable.Range(0, grids.Count));

    /// <summary>What is added up again and again.</summary>
    internal static double[][] Exact(ImageValues<float[]> grids) =>
        [.. grids.Values.Select(grid => Array.ConvertAll(grid, share => (double)share))];

    /// <summary>Of the images at some places, at least one; they may come again.</summary>
    internal static double[] Of(double[][] grids, IEnumerable<int> places)
    {
        var (mean, count) = (new double[EvidenceGrid.Cells * EvidenceGrid.Cells], 0);
        foreach (var place in places)
        {
            TensorPrimitives.Add<double>(mean, grids[place], mean);
            count++;
        }
        TensorPrimitives.Divide<double>(mean, count, mean);
        return mean;
    }
}
