using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Metrics;

/// <summary>
/// Where on the analysed part of a photo evidence lies, in a grid that is the same for every photo and network, so that maps can be added up and
/// compared: row-major, a cell's share of the map's sum.
/// </summary>
public static class EvidenceGrid
{
    /// <summary>
    /// Cells a side. As fine as target layers are, twice over for most; and few enough to keep every image's, without which there is no
    /// interval.
    /// </summary>
    public const int Cells = 14;

    /// <summary>The shares sum to 1; a pixel that lies in several cells is shared by area.</summary>
    /// <param name="heatmap">≥ 0, at the network's input size, row-major.</param>
    /// <param name="placement">How the input lies in the photo.</param>
    /// <returns><see cref="Cells"/> × <see cref="Cells"/> values; null where the map has no positive value.</returns>
    public static float[]? Of(float[] heatmap, Placement placement)
    {
        var map = AnalyzedMap.Of(heatmap, placement);
        var (across, down) = (Parts(map.Width), Parts(map.Height).ToLookup(part => part.Pixel));
        var (grid, row) = (new double[Cells * Cells], new double[Cells]);
        for (var y = 0; y < map.Height; y++)
        {
            SumRow(map.Values.AsSpan(y * map.Width, map.Width), across, row);
            foreach (var (_, cellRow, share) in down[y])
                for (var cell = 0; cell < Cells; cell++)
                    grid[cellRow * Cells + cell] += row[cell] * share;
        }
        var sum = grid.Sum();
        return sum > 0 ? Array.ConvertAll(grid, value => (float)(value / sum)) : null;
    }

    private static void SumRow(ReadOnlySpan<float> values, List<(int Pixel, int Cell, double Share)> across, double[] row)
    {
        Array.Clear(row);
        foreach (var (x, cell, share) in across)
            row[cell] += values[x] * share;
    }

    /// <summary>Which pixels lie in which cells, and how much of them, pixel by pixel.</summary>
    private static List<(int Pixel, int Cell, double Share)> Parts(int size) =>
    [
        .. from pixel in Enumerable.Range(0, size)
           from cell in Enumerable.Range(0, Cells)
           let share = Overlap.Of(pixel, (double)cell * size / Cells, (double)(cell + 1) * size / Cells)
           where share > 0
           select (pixel, cell, share),
    ];
}
