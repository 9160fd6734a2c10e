using GradCamService.Explain.Localization;
using Xunit;

namespace GradCamService.Explain.Tests.Localization;

public sealed class SegmentsTests
{
    [Fact]
    public void Diagonal_neighbours_join()
    {
        var segment = Assert.Single(Find(4, "x... .x.. ..x. .x.."));

        Assert.Equal((0, 0, 2, 3, 4), (segment.Left, segment.Top, segment.Right, segment.Bottom, segment.Count));
    }

    [Fact]
    public void Segments_are_ordered_by_size_and_know_their_peak()
    {
        var segments = Find(4, "x..x ...x x..x x..x");

        // Left bottom: rows 2–3 of column 0, values 9 and 13; right: column 3, values 4, 8, 12, 16; alone: value 1.
        Assert.Equal([(3, 4, 16f), (0, 2, 13f), (0, 1, 1f)], segments.Select(segment => (segment.Left, segment.Count, segment.Peak)));
    }

    [Fact]
    public void Equal_sizes_are_ordered_by_peak() => Assert.Equal([16f, 1f], Find(4, "x... .... .... ...x").Select(segment => segment.Peak));

    [Fact]
    public void Equal_sizes_with_equal_peaks_are_ordered_from_the_top()
    {
        var segments = Segments.Find([1, 0, 1, 0, 0, 0, 1, 0, 1], 3, [true, false, true, false, false, false, true, false, true]);

        Assert.Equal([(0, 0), (2, 0), (0, 2), (2, 2)], segments.Select(segment => (segment.Left, segment.Top)));
    }

    [Fact]
    public void Rows_do_not_join_around_the_border() => Assert.Equal(2, Find(4, "...x x... .... ....").Count);

    [Fact]
    public void Nothing_is_no_segment() => Assert.Empty(Find(4, ".... .... .... ...."));

    [Fact]
    public void Everything_is_one_segment() => Assert.Equal(16, Assert.Single(Find(4, "xxxx xxxx xxxx xxxx")).Count);

    [Fact]
    public void A_segment_as_large_as_an_input_does_not_exhaust_the_stack() =>
        Assert.Equal(1024 * 1024, Assert.Single(Segments.Find(new float[1024 * 1024], 1024, [.. Enumerable.Repeat(true, 1024 * 1024)])).Count);

    /// <summary>Segments of a drawing whose pixels have the values 1, 2, 3, … in rows.</summary>
    private static List<Segment> Find(int width, string drawing)
    {
        var pixels = drawing.Replace(" ", "", StringComparison.Ordinal);
        float[] map = [.. pixels.Select((_, i) => i + 1f)];
        return Segments.Find(map, width, [.. pixels.Select(pixel => pixel == 'x')]);
    }
}
