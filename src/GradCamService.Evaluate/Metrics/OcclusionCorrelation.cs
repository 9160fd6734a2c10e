using GradCamService.Evaluate.Statistics;
using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Metrics;

/// <summary>
/// Is the map high where hiding a part of the photo costs the score? (Selvaraju et al. 2017, section 5.2; the maps of drops are those of Zeiler and
/// Fergus 2014.)
/// </summary>
public static class OcclusionCorrelation
{
    /// <summary>Side of the square, in pixels of the input, where none is asked for.</summary>
    public const int Patch = 35;

    /// <summary>How far it moves, in pixels of the input, where nothing is asked for.</summary>
    public const int Stride = 8;

    /// <summary>
    /// Where the square is put, in whole pixels of the input: row by row, always wholly inside what shows the photo, so that each hides as much. What
    /// the strides leave over is halved between both edges. A side of the content that is shorter than the square is hidden whole.
    /// </summary>
    /// <param name="patch">At least 1.</param>
    /// <param name="stride">At least 1.</param>
    public static IReadOnlyList<PixelBox> Windows(Placement placement, int patch = Patch, int stride = Stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        var content = placement.ContentPixels;
        var (width, height) = (Math.Min(patch, content.Width), Math.Min(patch, content.Height));
        return
        [
            .. from y in Places(content.Y, content.Height - height)
               from x in Places(content.X, content.Width - width)
               select new PixelBox(x, y, width, height),
        ];

        IEnumerable<int> Places(int start, int free) => Enumerable.Range(0, free / stride + 1).Select(i => start + free % stride / 2 + i * stride);
    }

    /// <summary>Sets what a window covers to 0 in every channel, which is the mean colour.</summary>
    /// <param name="input">Normalized, <c>[C, H, W]</c>; it is changed.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public static void Hide(Span<float> input, int height, int width, PixelBox window)
    {
        for (var row = window.Y; row < input.Length / width; row += height)
            for (var y = row; y < row + window.Height; y++)
                input.Slice(y * width + window.X, window.Width).Clear();
    }

    /// <summary>
    /// Spearman's rank correlation of the map at the windows' centres with what hiding them costs. The centre of an even side lies between two
    /// pixels, of which it is the mean.
    /// </summary>
    /// <param name="heatmap">≥ 0, at the network's input size, row-major.</param>
    /// <param name="width">Of the input.</param>
    /// <param name="windows">As <see cref="Windows"/> gives them.</param>
    /// <param name="drops">Of each window, the score of the photo minus that of the photo with the window hidden.</param>
    /// <returns>−1 to 1; null where the map is the same at all centres, or nothing hidden makes a difference to another.</returns>
    public static double? Of(float[] heatmap, int width, IReadOnlyList<PixelBox> windows, IReadOnlyList<double> drops) =>
        RankCorrelation.Of([.. windows.Select(window => CentreValue(heatmap, width, window))], [.. drops]);

    private static double CentreValue(float[] heatmap, int width, PixelBox window)
    {
        var (left, right) = (window.X + (window.Width - 1) / 2, window.X + window.Width / 2);
        var (top, bottom) = (width * (window.Y + (window.Height - 1) / 2), width * (window.Y + window.Height / 2));
        return ((double)heatmap[top + left] + heatmap[top + right] + heatmap[bottom + left] + heatmap[bottom + right]) / 4;
    }
}
