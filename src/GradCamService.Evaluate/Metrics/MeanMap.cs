using System.Numerics.Tensors;
using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Metrics;

/// <summary>Means of grids, cell by cell.</summary>
public static class MeanMap
{
    /// <param name="grids">Of each image with evidence, what <see cref="EvidenceGrid"/> gives; at least one.</param>
    /// <returns>Row-major; it sums to 1, as each of them does.</returns>
    public static double[] Of(ImageValues<float[]> grids) => Of(grids.Values, Enumerable.Range(0, grids.Count));

    /// <summary>Of the images at some places, at least one; they may come again.</summary>
    internal static double[] Of(IReadOnlyList<float[]> grids, IEnumerable<int> places)
    {
        var (mean, exact, count) = (new double[EvidenceGrid.Cells * EvidenceGrid.Cells], new double[EvidenceGrid.Cells * EvidenceGrid.Cells], 0);
        foreach (var place in places)
        {
            // Kept as they were found, at half the size, and exact where they are added up.
            TensorPrimitives.ConvertTruncating<float, double>(grids[place], exact);
            TensorPrimitives.Add<double>(mean, exact, mean);
            count++;
        }
        TensorPrimitives.Divide<double>(mean, count, mean);
        return mean;
    }
}
