using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class OverlaysTests
{
    /// <summary>An 8 × 4 photo of which the model sees the middle 4 × 4 as its 2 × 2 input.</summary>
    private static readonly Placement Middle = new(8, 4, new Region(2, 0, 4, 4), new Region(0, 0, 2, 2), 2, 2);

    [Fact]
    public void The_heat_is_bilinear_between_map_centers_and_held_at_the_edges()
    {
        var photo = new Photo(8, 4, new byte[8 * 4 * 3]);

        var overlay = Overlays.Draw(photo, [0, 8, 0, 8], Middle, ColorMapName.Gray);

        // Photo pixels 2 to 5 have input coordinates 0.25, 0.75, 1.25, 1.75: shares 0, 0.25, 0.75, 1 of 256 steps; half of that
        // over a black photo. The rest is the dimmed photo: black.
        Assert.Equal([0, 0, 0, 32, 96, 128, 0, 0], Enumerable.Range(0, 8).Select(x => (int)overlay.Pixels[x * 3]));
    }

    [Fact]
    public void Outside_the_analyzed_part_the_photo_is_dimmed_and_uncolored()
    {
        var photo = new Photo(8, 4, [.. Enumerable.Range(0, 32).SelectMany(_ => new byte[] { 200, 100, 50 })]);

        var overlay = Overlays.Draw(photo, [1, 1, 1, 1], Middle, ColorMapName.Gray);

        for (var pixel = 0; pixel < 32; pixel++)
        {
            // 40 % of the photo outside; half photo, half white inside, rounded up.
            var expected = (pixel % 8) is >= 2 and < 6 ? new byte[] { 228, 178, 153 } : [80, 40, 20];
            Assert.Equal(expected, overlay.Pixels.AsSpan(pixel * 3, 3).ToArray());
        }
    }

    [Fact]
    public void A_map_without_evidence_shows_no_heat()
    {
        var photo = new Photo(8, 4, new byte[8 * 4 * 3]);

        var overlay = Overlays.Draw(photo, new float[4], Middle, ColorMapName.Gray);

        Assert.All(overlay.Pixels, value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_photo_with_a_long_side_over_2048_is_drawn_reduced()
    {
        var whole = new Photo(4096, 1000, [.. Enumerable.Repeat((byte)100, 4096 * 1000 * 3)]);
        var photo = PreparedPhoto.Shrink(whole, TestContext.Current.CancellationToken);
        var placement = new Placement(4096, 1000, new Region(1548, 0, 1000, 1000), new Region(0, 0, 2, 2), 2, 2);

        var overlay = Overlays.Draw(photo, [1, 1, 1, 1], placement, ColorMapName.Gray);

        Assert.Equal((2048, 500), (overlay.Width, overlay.Height));
        Assert.Equal([40, 178, 178, 40], new[] { 773, 774, 1273, 1274 }.Select(x => (int)overlay.Pixels[((250 * 2048) + x) * 3]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-1f)]
    public void A_map_that_is_not_finite_and_positive_is_refused(float value)
    {
        var photo = new Photo(8, 4, new byte[8 * 4 * 3]);

        Assert.Throws<ArgumentException>(() => Overlays.Draw(photo, [1, value, 1, 1], Middle, ColorMapName.Jet));
        Assert.Throws<ArgumentException>(() => Heatmaps.Draw([1, value, 1, 1], Middle, ColorMapName.Jet));
    }

    [Fact]
    public void The_heatmap_has_the_colors_alone_and_a_dimmed_zero_outside()
    {
        var heatmap = Heatmaps.Draw([0, 8, 0, 8], Middle, ColorMapName.Jet);

        // Jet's ends are (0, 0, 128) and (128, 0, 0); 40 % of 128 is 51.
        Assert.Equal((8, 4), (heatmap.Width, heatmap.Height));
        Assert.Equal([0, 0, 51], heatmap.Pixels.AsSpan(0, 3).ToArray());
        Assert.Equal([0, 0, 128], heatmap.Pixels.AsSpan(2 * 3, 3).ToArray());
        Assert.Equal([128, 0, 0], heatmap.Pixels.AsSpan(5 * 3, 3).ToArray());
        Assert.Equal([0, 0, 51], heatmap.Pixels.AsSpan(6 * 3, 3).ToArray());
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 5000, 1, 2048)]
    [InlineData(5000, 1, 2048, 1)]
    [InlineData(20_000, 3, 2048, 1)]
    public void Extreme_photos_are_drawn_in_every_fit(int width, int height, int drawnWidth, int drawnHeight)
    {
        var photo = new Photo(width, height, [.. Enumerable.Repeat((byte)255, width * height * 3)]);
        var spec = new InputSpec(32, 32, ColorOrder.Rgb, 0.875, Fit.Crop, Resampling.Bilinear, [0f], [1f]);
        foreach (var fit in Enum.GetValues<Fit>())
        {
            var placement = Placement.Of(width, height, spec, fit);
            float[] map = [.. Enumerable.Repeat(1f, 32 * 32)];

            var drawn = PreparedPhoto.Shrink(photo, TestContext.Current.CancellationToken);
            var overlay = Overlays.Draw(drawn, map, placement, ColorMapName.Gray);
            var heatmap = Heatmaps.Draw(map, placement, ColorMapName.Gray);

            Assert.Equal((drawnWidth, drawnHeight), (overlay.Width, overlay.Height));
            Assert.Contains((byte)255, overlay.Pixels);
            Assert.Contains((byte)255, heatmap.Pixels);
        }
    }
}
