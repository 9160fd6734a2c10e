using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Statistics;
using MathNet.Numerics.Random;

namespace GradCamService.Evaluate.Tests.Metrics;

/// <summary>Images whose evidence lies around a cell, more or less.</summary>
internal static class Grids
{
    private const int Cells = EvidenceGrid.Cells;

    /// <summary>Half of the evidence in one cell that differs from image to image by up to two each way, the rest at random.</summary>
    /// <param name="mark">A cell that has more in every image; null without one.</param>
    public static ImageValues<float[]> Around(int row, int column, int count, int seed, int? mark = null)
    {
        var random = new MersenneTwister(seed, threadSafe: false);
        return ImageValues.Of(Enumerable.Range(0, count).Select(image =>
        {
            var grid = Enumerable.Range(0, Cells * Cells).Select(_ => random.NextDouble()).ToArray();
            var noise = grid.Sum();
            grid[(row + random.Next(5) - 2) * Cells + column + random.Next(5) - 2] += noise;
            if (mark is { } cell)
                grid[cell] += noise / 10;
            var sum = grid.Sum();
            return ($"{seed}/{image:d4}", Array.ConvertAll(grid, value => (float)(value / sum)));
        }));
    }
}
