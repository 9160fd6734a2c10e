using GradCamService.Evaluate.Metrics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class EvidencePlacesTests
{
    private const double Rounding = 1e-12;

    [Theory]
    [InlineData(20, 20)]
    [InlineData(7, 13)]
    [InlineData(3, 1)]
    public void A_constant_map_is_even_whatever_its_size(int width, int height)
    {
        var places = EvidencePlaces.Of(Maps.Constant(width, height, 2), Maps.Same(width, height))!;

        Assert.Equal(0.36, places.Border, Rounding);
        foreach (var corner in new[] { places.TopLeft, places.TopRight, places.BottomLeft, places.BottomRight })
            Assert.Equal(0.04, corner, Rounding);
        Assert.Equal(0.36, EvidencePlaces.Even.Border, Rounding);
        Assert.Equal(0.04, EvidencePlaces.Even.BottomLeft, Rounding);
    }

    [Fact]
    public void Corners_are_told_apart()
    {
        // 10 × 10: a tenth is one pixel, a fifth two. 1, 2, 3, 4 in the corners' second pixels and 10 in the middle.
        var map = Maps.Of(10, 10, (x, y) => (x, y) switch
        {
            (1, 1) => 1,
            (8, 1) => 2,
            (1, 8) => 3,
            (8, 8) => 4,
            (5, 5) => 10,
            _ => 0,
        });

        var places = EvidencePlaces.Of(map, Maps.Same(10, 10))!;

        Assert.Equal(0, places.Border, Rounding);
        Assert.Equal(
            [0.05, 0.1, 0.15, 0.2],
            new[] { places.TopLeft, places.TopRight, places.BottomLeft, places.BottomRight }.Select(share => Math.Round(share, 12)));
    }

    [Fact]
    public void Only_what_shows_the_photo_has_edges()
    {
        // Two rows of four: of the pixel at the upper left, all but 9/10 of the 4/5 of its width and height lies within a tenth of an edge.
        float[] map = [9, 9, 9, 9, 1, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9];

        var places = EvidencePlaces.Of(map, Maps.Padded)!;

        // It goes to a quarter of the width and half of the height: inside lie 0.15 / 0.25 by 0.4 / 0.5.
        Assert.Equal(1 - 0.6 * 0.8, places.Border, Rounding);
        Assert.Equal(0.8 * 0.4, places.TopLeft, Rounding);
    }

    [Fact]
    public void A_map_of_zeros_lies_nowhere() => Assert.Null(EvidencePlaces.Of(new float[16], Maps.Padded));
}
