using GradCamService.Evaluate.Metrics;
using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class BoxOverlapTests
{
    [Theory]
    // Corners 0…9 and 5…14, inclusive: 5 × 10 common pixels of 150.
    [InlineData(0, 0, 9, 9, 5, 0, 14, 9, 50 / 150.0)]
    // Corners that touch: pixel (9, 9) is in both. Were corners exclusive, nothing would be.
    [InlineData(0, 0, 9, 9, 9, 9, 9, 9, 1 / 100.0)]
    [InlineData(3, 3, 3, 3, 3, 3, 3, 3, 1)]
    [InlineData(0, 0, 9, 9, 10, 0, 19, 9, 0)]
    [InlineData(0, 0, 9, 9, 0, 0, 9, 4, 0.5)]
    [InlineData(0, 0, 99, 99, 20, 30, 29, 49, 200 / 10000.0)]
    public void Pixels_are_counted_with_both_corners(int x1, int y1, int x2, int y2, int u1, int v1, int u2, int v2, double expected)
    {
        var (one, other) = (Box(x1, y1, x2, y2), Box(u1, v1, u2, v2));

        Assert.Equal(expected, BoxOverlap.IoU(one, other));
        Assert.Equal(expected, BoxOverlap.IoU(other, one));
    }

    [Fact]
    public void Sides_of_huge_photos_do_not_overflow() =>
        Assert.Equal(1, BoxOverlap.IoU(new PixelBox(0, 0, 100_000, 100_000), new PixelBox(0, 0, 100_000, 100_000)));

    [Fact]
    public void The_best_of_several_boxes_counts() =>
        Assert.Equal(0.5, BoxOverlap.Best(Box(0, 0, 9, 9), [Box(50, 50, 59, 59), Box(0, 0, 9, 4), Box(9, 9, 9, 9)]));

    [Fact]
    public void Without_boxes_nothing_overlaps() => Assert.Equal(0, BoxOverlap.Best(Box(0, 0, 9, 9), []));

    private static PixelBox Box(int left, int top, int right, int bottom) => new(left, top, right - left + 1, bottom - top + 1);
}
