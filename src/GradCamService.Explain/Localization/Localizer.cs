using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Localization;

/// <summary>
/// Finds an object by its map: threshold, connected segments, boxes (Selvaraju et al. 2017, section 4.1, where 15 % of the maximum
/// and the single largest segment are used).
/// </summary>
public static class Localizer
{
    /// <param name="heatmap">Grad-CAM after its ReLU at the model's input size, row-major.</param>
    /// <param name="placement">How the input lies in the photo.</param>
    /// <param name="threshold">Which pixels belong; it sees those that show the photo.</param>
    public static ObjectLocalization Find(float[] heatmap, Placement placement, ThresholdRule threshold) =>
        Find(heatmap, placement, [threshold])[0];

    /// <summary>At each of several thresholds, in their order, at less than the cost of each alone.</summary>
    public static IReadOnlyList<ObjectLocalization> Find(float[] heatmap, Placement placement, IReadOnlyList<ThresholdRule> thresholds)
    {
        var rows = ContentRows(placement);
        var content = new Lazy<float[]>(() => Content(heatmap, rows));
        var total = rows.Sum(row => row.Length);
        var peak = PeakOf(heatmap, rows);
        var block = ArrayPool<bool>.Shared.Rent(heatmap.Length);
        // Padding never belongs.
        Array.Clear(block, 0, heatmap.Length);
        ObjectLocalization[] found = [.. thresholds.Select(threshold => FindAt(threshold.ShareOf(() => content.Value)))];
        ArrayPool<bool>.Shared.Return(block);
        return found;

        ObjectLocalization FindAt(double share)
        {
            var belongs = block.AsSpan(0, heatmap.Length);
            var maximum = heatmap[peak];
            if (!(maximum > 0))
                return new ObjectLocalization(share, [], null, 0);

            // The highest pixel belongs at any threshold, 1 included.
            var level = Math.Min((float)(share * maximum), MathF.BitDecrement(maximum));
            foreach (var (start, length) in rows)
                MarkAbove(heatmap.AsSpan(start, length), level, belongs.Slice(start, length));
            var segments = Segments.Find(heatmap, placement.InputWidth, belongs);
            return new ObjectLocalization(
                share,
                segments.Select(segment => BoxOf(segment, placement, maximum)).ToList(),
                PixelAt(placement, peak),
                segments.Sum(segment => (double)segment.Count) / total)
            {
                Level = level,
            };
        }
    }

    /// <summary>The input's pixels that show the photo, all of them or those inside the padding: one run of indices a row.</summary>
    private static List<(int Start, int Length)> ContentRows(Placement placement)
    {
        var content = placement.ContentPixels;
        return Enumerable.Range(content.Y, content.Height).Select(y => (y * placement.InputWidth + content.X, content.Width)).ToList();
    }

    // Without a branch, which would be guessed wrong at every edge of a segment, and as many at once as a register holds bytes.
    private static void MarkAbove(ReadOnlySpan<float> values, float level, Span<bool> belongs)
    {
        var bytes = MemoryMarshal.Cast<bool, sbyte>(belongs);
        var i = 0;
        for (; i <= values.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
        {
            var block = values.Slice(i, Vector<sbyte>.Count);
            var above = Vector.Narrow(Vector.Narrow(Above(block, 0), Above(block, 1)), Vector.Narrow(Above(block, 2), Above(block, 3)));
            (above & Vector<sbyte>.One).CopyTo(bytes[i..]);
        }
        for (; i < values.Length; i++)
            belongs[i] = values[i] > level;

        Vector<int> Above(ReadOnlySpan<float> block, int quarter) =>
            Vector.GreaterThan(new Vector<float>(block[(quarter * Vector<float>.Count)..]), new Vector<float>(level));
    }

    private static float[] Content(float[] heatmap, List<(int Start, int Length)> rows)
    {
        var content = new float[rows.Sum(row => row.Length)];
        var filled = 0;
        foreach (var (start, length) in rows)
        {
            heatmap.AsSpan(start, length).CopyTo(content.AsSpan(filled));
            filled += length;
        }
        return content;
    }

    /// <summary>The first of the highest pixels.</summary>
    private static int PeakOf(float[] heatmap, List<(int Start, int Length)> rows)
    {
        var peak = rows[0].Start;
        foreach (var (start, length) in rows)
            if (start + TensorPrimitives.IndexOfMax(heatmap.AsSpan(start, length)) is var highest && heatmap[highest] > heatmap[peak])
                peak = highest;
        return peak;
    }

    private static ObjectBox BoxOf(Segment segment, Placement placement, float maximum)
    {
        var scale = placement.Source.Width / placement.Content.Width * (placement.Source.Height / placement.Content.Height);
        var area = Math.Max((int)Math.Round(segment.Count * scale), 1);
        return new ObjectBox(
            placement.PhotoBox(segment.Left, segment.Top, segment.Right + 1, segment.Bottom + 1), area, (double)segment.Peak / maximum);
    }

    private static (int X, int Y) PixelAt(Placement placement, int pixel)
    {
        var (x, y) = placement.ToPhoto(pixel % placement.InputWidth + 0.5, pixel / placement.InputWidth + 0.5);
        return (Math.Clamp((int)x, 0, placement.PhotoWidth - 1), Math.Clamp((int)y, 0, placement.PhotoHeight - 1));
    }
}
