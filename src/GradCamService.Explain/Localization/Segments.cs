using System.Numerics.Tensors;

namespace GradCamService.Explain.Localization;

/// <summary>A connected set of pixels of the model's input.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Last column.</param>
/// <param name="Bottom">Last row.</param>
/// <param name="Count">Pixels.</param>
/// <param name="Peak">Its largest value.</param>
internal readonly record struct Segment(int Left, int Top, int Right, int Bottom, int Count, float Peak)
{
    public Segment With(Segment other) => new(
        Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom),
        Count + other.Count, Math.Max(Peak, other.Peak));
}

/// <summary>
/// Finds the 8-connected segments of the pixels that belong to the object: the runs of each row, joined with those that they touch in the
/// row above.
/// </summary>
internal static class Segments
{
    /// <param name="map">Row-major.</param>
    /// <param name="width">Columns.</param>
    /// <param name="belongs">For each pixel, whether it belongs.</param>
    /// <returns>Largest first; equal sizes by peak, then from top to bottom.</returns>
    public static List<Segment> Find(ReadOnlySpan<float> map, int width, ReadOnlySpan<bool> belongs)
    {
        var runs = new List<Segment>();
        // For each run, one before it in the same segment; itself for the first.
        var parents = new List<int>();
        var (above, endAbove) = (0, 0);
        for (var y = 0; y < belongs.Length / width; y++)
        {
            var start = runs.Count;
            AddRuns(map, width, belongs, y, runs);
            for (var run = start; run < runs.Count; run++)
            {
                parents.Add(run);
                for (; above < endAbove && runs[above].Right < runs[run].Left - 1; above++)
                {
                }
                for (var touched = above; touched < endAbove && runs[touched].Left <= runs[run].Right + 1; touched++)
                    Join(parents, touched, run);
            }
            (above, endAbove) = (start, runs.Count);
        }
        return [.. Whole(runs, parents).OrderByDescending(segment => segment.Count).ThenByDescending(segment => segment.Peak)];
    }

    /// <summary>Runs put together, in the order of their first ones.</summary>
    private static List<Segment> Whole(List<Segment> runs, List<int> parents)
    {
        var first = new List<int>();
        for (var run = 0; run < runs.Count; run++)
            if (Root(parents, run) is var root && root == run)
                first.Add(run);
            else
                runs[root] = runs[root].With(runs[run]);
        return first.ConvertAll(run => runs[run]);
    }

    private static void AddRuns(ReadOnlySpan<float> map, int width, ReadOnlySpan<bool> belongs, int y, List<Segment> runs)
    {
        var row = belongs.Slice(y * width, width);
        for (var x = row.IndexOf(true); x >= 0 && x < width;)
        {
            var length = row[x..].IndexOf(false) is >= 0 and var found ? found : width - x;
            var peak = TensorPrimitives.Max(map.Slice(y * width + x, length));
            runs.Add(new Segment(x, y, x + length - 1, y, length, peak));
            x += length;
            x = row[x..].IndexOf(true) is >= 0 and var next ? x + next : width;
        }
    }

    private static void Join(List<int> parents, int one, int other)
    {
        var (first, second) = (Root(parents, one), Root(parents, other));
        parents[Math.Max(first, second)] = Math.Min(first, second);
    }

    private static int Root(List<int> parents, int run)
    {
        while (parents[run] != run)
            run = parents[run] = parents[parents[run]];
        return run;
    }
}
