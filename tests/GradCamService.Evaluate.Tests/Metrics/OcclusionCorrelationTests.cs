using GradCamService.Evaluate.Metrics;
using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class OcclusionCorrelationTests
{
    private const double Rounding = 1e-12;

    [Fact]
    public void Windows_of_35_by_8_lie_in_the_middle_of_224()
    {
        var windows = OcclusionCorrelation.Windows(Maps.Same(224, 224));

        // 224 − 35 = 23 · 8 + 5: 24 places a side, 2 pixels from the first edge and 3 from the last.
        Assert.Equal(24 * 24, windows.Count);
        Assert.Equal(new PixelBox(2, 2, 35, 35), windows[0]);
        Assert.Equal(new PixelBox(10, 2, 35, 35), windows[1]);
        Assert.Equal(new PixelBox(186, 186, 35, 35), windows[^1]);
    }

    [Fact]
    public void Windows_stay_on_the_photo_and_are_as_low_as_it_is() =>
        Assert.Equal(
            [new PixelBox(0, 1, 3, 2), new PixelBox(1, 1, 3, 2)], OcclusionCorrelation.Windows(Maps.Padded, patch: 3, stride: 1));

    [Theory]
    [InlineData(0, 8)]
    [InlineData(35, 0)]
    public void A_window_has_a_side_and_moves(int patch, int stride) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => OcclusionCorrelation.Windows(Maps.Padded, patch, stride));

    [Fact]
    public void What_is_hidden_has_the_mean_colour_in_every_channel()
    {
        var input = Enumerable.Range(1, 2 * 3 * 4).Select(value => (float)value).ToArray(); // [2, 3, 4]

        OcclusionCorrelation.Hide(input, 3, 4, new PixelBox(1, 1, 2, 2));

        Assert.Equal([1, 2, 3, 4, 5, 0, 0, 8, 9, 0, 0, 12, 13, 14, 15, 16, 17, 0, 0, 20, 21, 0, 0, 24], input);
    }

    [Fact]
    public void Drops_are_compared_with_the_map_at_the_centres()
    {
        // Centres of 3 × 3 windows in a row of the map: 20, 20, 10, 30 against drops 1, 3, 0, 4; ranks 2.5, 2.5, 1, 4 and 2, 3, 1, 4.
        var map = Maps.Of(6, 3, (x, y) => y == 1 ? new[] { 99, 20, 20, 10, 30, 99 }[x] : 0);
        var windows = OcclusionCorrelation.Windows(Maps.Same(6, 3), patch: 3, stride: 1);

        Assert.Equal(4.5 / Math.Sqrt(4.5 * 5), OcclusionCorrelation.Of(map, 6, windows, [1, 3, 0, 4])!.Value, Rounding);
    }

    [Fact]
    public void The_centre_of_an_even_side_is_the_mean_of_its_pixels()
    {
        // Means of 2 × 2: 5, 4, 9. By the upper left pixels alone the order would be another.
        var map = new float[] { 8, 4, 4, 12, 2, 6, 2, 18 };
        var windows = OcclusionCorrelation.Windows(Maps.Same(4, 2), patch: 2, stride: 1);

        Assert.Equal(1, OcclusionCorrelation.Of(map, 4, windows, [0.2, 0.1, 0.9])!.Value, Rounding);
    }

    [Fact]
    public void Without_differences_there_is_no_correlation()
    {
        var windows = OcclusionCorrelation.Windows(Maps.Same(6, 3), patch: 3, stride: 1);

        Assert.Null(OcclusionCorrelation.Of(Maps.Constant(6, 3), 6, windows, [1, 3, 0, 4]));
        Assert.Null(OcclusionCorrelation.Of(Maps.First(6, 3), 6, windows, [0.5, 0.5, 0.5, 0.5]));
    }
}
