using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Metrics;

/// <summary>Which shares of a map's sum lie at the edges of what is analysed. A pixel on a line counts on both sides, by its area.</summary>
/// <param name="Border">Within a tenth of the width of the left or right edge, or a tenth of the height of the upper or lower one.</param>
/// <param name="TopLeft">In a corner: a fifth of the width by a fifth of the height.</param>
public sealed record EvidencePlaces(double Border, double TopLeft, double TopRight, double BottomLeft, double BottomRight)
{
    private const double Tenth = 0.1;
    private const double Fifth = 0.2;

    /// <summary>Those of a map that is the same everywhere, with which others are compared: the parts' shares of the area.</summary>
    public static EvidencePlaces Even { get; } =
        new(1 - (1 - 2 * Tenth) * (1 - 2 * Tenth), Fifth * Fifth, Fifth * Fifth, Fifth * Fifth, Fifth * Fifth);

    /// <param name="heatmap">≥ 0, at the network's input size, row-major.</param>
    /// <param name="placement">How the input lies in the photo.</param>
    /// <returns>Null where the map has no positive value.</returns>
    public static EvidencePlaces? Of(float[] heatmap, Placement placement)
    {
        var map = AnalyzedMap.Of(heatmap, placement);
        var all = Sum(map, 0, 1, 0, 1);
        return all > 0
            ? new EvidencePlaces(
                1 - Sum(map, Tenth, 1 - Tenth, Tenth, 1 - Tenth) / all,
                Sum(map, 0, Fifth, 0, Fifth) / all, Sum(map, 1 - Fifth, 1, 0, Fifth) / all,
                Sum(map, 0, Fifth, 1 - Fifth, 1) / all, Sum(map, 1 - Fifth, 1, 1 - Fifth, 1) / all)
            : null;
    }

    /// <summary>Of a part whose edges are shares of the map's sides.</summary>
    private static double Sum(AnalyzedMap map, double left, double right, double top, double bottom)
    {
        var sum = 0.0;
        for (var y = (int)(top * map.Height); y < Math.Min(bottom * map.Height, map.Height); y++)
        {
            var row = 0.0;
            for (var x = (int)(left * map.Width); x < Math.Min(right * map.Width, map.Width); x++)
                row += map.Values[y * map.Width + x] * Overlap.Of(x, left * map.Width, right * map.Width);
            sum += row * Overlap.Of(y, top * map.Height, bottom * map.Height);
        }
        return sum;
    }
}
