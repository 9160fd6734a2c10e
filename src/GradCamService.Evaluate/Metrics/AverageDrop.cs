using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Metrics;

/// <summary>What the probability loses where only what the map shows is left (Chattopadhay et al. 2018, arXiv:1710.11063, section 5.1).</summary>
public static class AverageDrop
{
    /// <summary>
    /// The photo times the map divided by its largest value, in every channel. A constant map leaves the photo as it is, and drops nothing; a map of
    /// zeros leaves the mean colour.
    /// </summary>
    /// <param name="input">Normalized, <c>[C, H, W]</c>: 0 is the mean colour.</param>
    /// <param name="heatmap">≥ 0, <c>[H, W]</c>.</param>
    /// <param name="placement">How the input lies in the photo; padding stays as it is.</param>
    /// <param name="copy">As long as the input.</param>
    public static void Keep(float[] input, float[] heatmap, Placement placement, Span<float> copy)
    {
        var (map, content, width) = (AnalyzedMap.Of(heatmap, placement), placement.ContentPixels, placement.InputWidth);
        var scaled = map.ScaledToOne();
        input.CopyTo(copy);
        for (var channel = 0; channel < input.Length; channel += heatmap.Length)
            for (var y = 0; y < map.Height; y++)
            {
                var row = copy.Slice(channel + (content.Y + y) * width + content.X, map.Width);
                for (var x = 0; x < row.Length; x++)
                    row[x] *= scaled[y * map.Width + x];
            }
    }

    /// <summary>max(0, p − p') / p of one image, 0 to 1: its mean is the average drop. Null where p is 0 or no number.</summary>
    /// <param name="whole">p, the probability of the photo.</param>
    /// <param name="kept">p', the probability of what <see cref="Keep"/> leaves.</param>
    public static double? Drop(double whole, double kept) => whole > 0 ? Math.Max(0, whole - kept) / whole : null;

    /// <summary>
    /// 1 where p' &gt; p, else 0: its mean is the increase in confidence. Null where <see cref="Drop"/> is, so that both are over the same images.
    /// </summary>
    public static double? Increase(double whole, double kept) => whole > 0 ? kept > whole ? 1 : 0 : null;
}
