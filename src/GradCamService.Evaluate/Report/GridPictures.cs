using GradCamService.Evaluate.Metrics;
using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Report;

/// <summary>Draws mean maps: a square a cell, in the colours of heatmaps.</summary>
internal static class GridPictures
{
    // A picture is as wide as a photo's.
    private const int Cell = 16;
    private const int Side = Cell * EvidenceGrid.Cells;

    // Of the frame around a cell, which is white beside black so that it is seen on any colour.
    private const int Frame = 2;

    /// <param name="shares">Row-major.</param>
    /// <param name="full">What gets the last colour: the largest share of all maps that are compared.</param>
    /// <param name="marked">Row and column of a cell that is framed; null: none.</param>
    public static Picture Draw(double[] shares, double full, IReadOnlyList<int>? marked)
    {
        var colors = ColorMap.Get(ColorMapName.Viridis).Rgb;
        var pixels = new byte[Side * Side * 3];
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                var step = Math.Clamp((int)(shares[y / Cell * EvidenceGrid.Cells + x / Cell] / full * 256), 0, 255);
                colors.Slice(step * 3, 3).CopyTo(pixels.AsSpan((y * Side + x) * 3));
            }
        if (marked is [var row, var column])
        {
            Outline(pixels, row * Cell, column * Cell, Cell, byte.MaxValue);
            Outline(pixels, row * Cell + Frame, column * Cell + Frame, Cell - 2 * Frame, 0);
        }
        return new Picture(Side, Side, pixels);
    }

    private static void Outline(byte[] pixels, int top, int left, int side, byte gray)
    {
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                if (Math.Min(Math.Min(x, side - 1 - x), Math.Min(y, side - 1 - y)) < Frame)
                    pixels.AsSpan(((top + y) * Side + left + x) * 3, 3).Fill(gray);
    }
}
