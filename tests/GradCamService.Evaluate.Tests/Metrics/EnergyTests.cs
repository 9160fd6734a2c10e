using GradCamService.Evaluate.Metrics;
using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class EnergyTests
{
    /// <summary>Values in the padding, which do not count, around 1 2 3 4 and 0 1 0 5 on the photo: 16 together.</summary>
    private static readonly float[] Map = [9, 9, 9, 9, 1, 2, 3, 4, 0, 1, 0, 5, 9, 9, 9, 9];

    [Theory]
    [InlineData(0, 0, 20, 20, 4 / 16.0)]
    [InlineData(0, 0, 40, 20, 1)]
    // Input pixels are 10 wide with centres at 5, 15 …: from 6 on the first column lies outside, until 15 the second, too.
    [InlineData(6, 0, 34, 20, 15 / 16.0)]
    [InlineData(0, 0, 15, 20, 1 / 16.0)]
    [InlineData(0, 0, 16, 20, 4 / 16.0)]
    public void A_pixel_belongs_by_its_centre(int x, int y, int width, int height, double expected) =>
        Assert.Equal(expected, Energy.Inside(Map, Maps.Padded, [new PixelBox(x, y, width, height)]));

    [Fact]
    public void Where_boxes_overlap_evidence_counts_once() =>
        Assert.Equal(4 / 16.0, Energy.Inside(Map, Maps.Padded, [new PixelBox(0, 0, 20, 20), new PixelBox(10, 0, 10, 20)]));

    [Fact]
    public void A_box_in_what_the_network_does_not_see_has_nothing()
    {
        // A crop of the left 4 × 4 of a photo of 8 × 4.
        var crop = new Placement(8, 4, new Region(0, 0, 4, 4), new Region(0, 0, 4, 4), 4, 4);

        Assert.Equal(0, Energy.Inside(Maps.Constant(4, 4), crop, [new PixelBox(4, 0, 4, 4)]));
    }

    [Fact]
    public void Of_a_map_of_zeros_there_is_no_share() => Assert.Null(Energy.Inside(new float[16], Maps.Padded, [new PixelBox(0, 0, 40, 20)]));

    [Fact]
    public void A_map_of_another_size_is_refused() =>
        Assert.StartsWith("the map has 3 values, not 4 × 4", Assert.Throws<ArgumentException>(
            () => Energy.Inside(new float[3], Maps.Padded, [])).Message, StringComparison.Ordinal);
}
