using GradCamService.Evaluate.Metrics;
using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class PointingTests
{
    private static readonly PixelBox[] Boxes = [new(10, 10, 5, 5), new(100, 10, 1, 1)];

    [Theory]
    [InlineData(10, 10, true)]
    [InlineData(14, 14, true)]
    [InlineData(15, 14, false)]
    [InlineData(9, 10, false)]
    [InlineData(100, 10, true)]
    public void Without_tolerance_the_pixel_lies_in_a_box(int x, int y, bool hits) => Assert.Equal(hits, Pointing.Hits((x, y), Boxes));

    [Theory]
    // The box's last pixel is 14: 28 is 14 away, 29 is 15 and, as in TorchRay, not nearer than 15.
    [InlineData(28, 12, true)]
    [InlineData(29, 12, false)]
    // From the corner (14, 14) by 9 and 12, and by 10 and 11: √225 and √221.
    [InlineData(23, 26, false)]
    [InlineData(24, 25, true)]
    public void A_tolerance_is_a_distance_to_the_nearest_pixel(int x, int y, bool hits) => Assert.Equal(hits, Pointing.Hits((x, y), Boxes, 15));

    [Fact]
    public void The_peak_is_the_photos_pixel_at_the_centre_of_the_maps()
    {
        float[] map = [9, 9, 9, 9, 0, 0, 0, 0, 0, 0, 1, 0, 9, 9, 9, 9];

        Assert.Equal((25, 15), Pointing.PeakOf(map, Maps.Padded));
    }

    [Fact]
    public void The_first_of_equal_peaks_counts() => Assert.Equal((1, 0), Pointing.PeakOf([0, 3, 3, 0], Maps.Same(2, 2)));

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    public void A_constant_map_points_nowhere_and_misses(float value)
    {
        var peak = Pointing.PeakOf(Maps.Constant(4, 4, value), Maps.Same(4, 4));

        Assert.Null(peak);
        Assert.False(Pointing.Hits(peak, [new PixelBox(0, 0, 4, 4)], 15));
    }

    [Fact]
    public void Without_boxes_nothing_is_hit() => Assert.False(Pointing.Hits((1, 1), [], 15));
}
