namespace GradCamService.Explain.Localization;

/// <summary>A connected set of pixels of the model's input.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Last column.</param>
/// <param name="Bottom">Last row.</param>
/// <param name="Count">Pixels.</param>
/// <param name="Peak">Its largest value.</param>
internal sealed record Segment(int Left, int Top, int Right, int Bottom, int Count, float Peak);

/// <summary>Finds the 8-connected segments of the pixels that belong to the object.</summary>
internal static class Segments
{
    /// <param name="map">Row-major.</param>
    /// <param name="width">Columns.</param>
    /// <param name="belongs">For each pixel, whether it belongs; cleared while segments are collected.</param>
    /// <returns>Largest first; equal sizes by peak, then from top to bottom.</returns>
    public static List<Segment> Find(ReadOnlySpan<float> map, int width, bool[] belongs)
    {
        var segments = new List<Segment>();
        var open = new Stack<int>();
        for (var start = 0; start < belongs.Length; start++)
            if (belongs[start])
                segments.Add(Collect(map, width, belongs, open, start));
        return [.. segments.OrderByDescending(segment => segment.Count).ThenByDescending(segment => segment.Peak)];
    }

    private static Segment Collect(ReadOnlySpan<float> map, int width, bool[] belongs, Stack<int> open, int start)
    {
        var (left, top, right, bottom, count, peak) = (int.MaxValue, int.MaxValue, 0, 0, 0, float.NegativeInfinity);
        open.Push(start);
        belongs[start] = false;
        while (open.TryPop(out var pixel))
        {
            var (x, y) = (pixel % width, pixel / width);
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            count++;
            peak = Math.Max(peak, map[pixel]);
            for (var ny = Math.Max(y - 1, 0); ny <= Math.Min(y + 1, belongs.Length / width - 1); ny++)
                for (var nx = Math.Max(x - 1, 0); nx <= Math.Min(x + 1, width - 1); nx++)
                    if (belongs[ny * width + nx])
                    {
                        belongs[ny * width + nx] = false;
                        open.Push(ny * width + nx);
                    }
        }
        return new Segment(left, top, right, bottom, count, peak);
    }
}
