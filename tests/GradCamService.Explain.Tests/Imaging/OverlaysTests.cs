using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Drawing;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class OverlaysTests
{
    /// <summary>An 8 × 4 photo of which the model sees the middle 4 × 4 as its 2 × 2 input.</summary>
    private static readonly Placement Middle = new(8, 4, new Region(2, 0, 4, 4), new Region(0, 0, 2, 2), 2, 2);

    private static readonly PictureStyle Gray = new() { Colors = ColorMapName.Gray };

    private static readonly Heat Flat = new([1, 1, 1, 1], 2, 2);

    [Fact]
    public void Heat_is_cubic_between_the_maps_centers_and_stays_within_its_values()
    {
        var heatmap = Heatmaps.Draw(new Heat([0, 8, 0, 8], 2, 2), Canvas.OfPhoto(Middle, enlarges: false), ColorMapName.Gray);

        // Photo pixels 2 to 5 lie at −0.25, 0.25, 0.75 and 1.25 between the centres 0 and 1. At 0.25, Catmull and Rom's weights of the upper two
        // neighbours, both 8, add up to 0.2266 − 0.0234 = 0.2031; at 0.75 to 0.7969. At −0.25 and 1.25 the curve swings over by 0.07, which is
        // not drawn. Steps of 256: 0, 52, 204, 255. The rest is the dimmed colour of 0: black.
        Assert.Equal([0, 0, 0, 52, 204, 255, 0, 0], Enumerable.Range(0, 8).Select(x => (int)heatmap.Pixels[x * 3]));
    }

    [Fact]
    public void Heat_is_as_opaque_as_it_is_hot_and_cold_parts_keep_the_photos_colors()
    {
        var photo = Filled(8, 4, [200, 100, 50]);

        var overlay = Overlays.Draw(photo, new Heat([0, 8, 0, 8], 2, 2), Canvas.OfPhoto(Middle, enlarges: false), Gray with { Opacity = 0.5 });

        // Steps 0, 52, 204 and 255 as above, α half of that, rounded: 0, 26, 102, 128 of 255. Red: (200 · 229 + 52 · 26) / 255 = 184.9,
        // (200 · 153 + 204 · 102) / 255 = 201.6, (200 · 127 + 255 · 128) / 255 = 227.6. Blue alike from 50. Outside, 40 % of the photo.
        Assert.Equal([80, 80, 200, 185, 202, 228, 80, 80], Enumerable.Range(0, 8).Select(x => (int)overlay.Pixels[x * 3]));
        Assert.Equal([20, 20, 50, 50, 112, 153, 20, 20], Enumerable.Range(0, 8).Select(x => (int)overlay.Pixels[(x * 3) + 2]));
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 255)]
    public void Opacity_goes_from_the_photo_to_the_color(double opacity, byte expected)
    {
        var overlay = Overlays.Draw(Filled(8, 4, [200, 200, 200]), Flat, Canvas.OfPhoto(Middle, enlarges: false), Gray with { Opacity = opacity });

        Assert.Equal([80, 80, expected, expected, expected, expected, 80, 80], Enumerable.Range(0, 8).Select(x => overlay.Pixels[x * 3]));
    }

    [Fact]
    public void A_map_on_the_scale_of_a_hotter_one_is_as_faint_as_it_is()
    {
        var canvas = Canvas.OfPhoto(Middle, enlarges: false);

        var heatmap = Heatmaps.Draw(Flat with { Full = 4 }, canvas, ColorMapName.Gray);

        // 1 of 4 is step 64 of 256.
        Assert.Equal(64, heatmap.Pixels[2 * 3]);
    }

    [Fact]
    public void A_small_photo_is_enlarged_pixel_by_pixel_and_its_heat_smoothly()
    {
        // A photo of 96 × 96, left half black and right half white, all of which the model sees.
        var photo = new Photo(96, 96, [.. Enumerable.Range(0, 96 * 96 * 3).Select(i => i / 3 % 96 < 48 ? (byte)0 : (byte)255)]);
        var placement = new Placement(96, 96, new Region(0, 0, 96, 96), new Region(0, 0, 2, 2), 2, 2);
        var canvas = Canvas.OfPhoto(placement, enlarges: true);

        var cold = Overlays.Draw(photo, new Heat([0, 0, 0, 0], 2, 2), canvas, Gray);
        var heat = Heatmaps.Draw(new Heat([0, 8, 0, 8], 2, 2), canvas, ColorMapName.Gray);

        // Four times fit into 384 pixels. Between centres at a quarter and three quarters, a cubic goes up without a step.
        Assert.Equal((384, 384), (cold.Width, cold.Height));
        Assert.All(Enumerable.Range(0, 384), x => Assert.Equal(x < 192 ? 0 : 255, cold.Pixels[((200 * 384) + x) * 3]));
        Assert.All(Enumerable.Range(1, 383), x => Assert.InRange(heat.Pixels[x * 3] - heat.Pixels[(x - 1) * 3], 0, 2));
    }

    [Theory]
    [InlineData(84, 84, 4)]
    [InlineData(28, 28, 13)]
    [InlineData(192, 10, 2)]
    [InlineData(193, 193, 1)]
    [InlineData(224, 224, 1)]
    [InlineData(1, 2048, 1)]
    public void As_often_as_it_fits_a_small_picture_is_enlarged(int width, int height, int times) =>
        Assert.Equal(times, Enlargement.Of(width, height));

    [Fact]
    public void Outside_the_analyzed_part_the_photo_is_dimmed_and_uncolored()
    {
        var overlay = Overlays.Draw(Filled(8, 4, [200, 100, 50]), Flat, Canvas.OfPhoto(Middle, enlarges: false), Gray with { Opacity = 0.5 });

        for (var pixel = 0; pixel < 32; pixel++)
        {
            // 40 % of the photo outside; 127 of 255 photo and 128 white inside.
            var expected = (pixel % 8) is >= 2 and < 6 ? new byte[] { 228, 178, 153 } : [80, 40, 20];
            Assert.Equal(expected, overlay.Pixels.AsSpan(pixel * 3, 3).ToArray());
        }
    }

    [Fact]
    public void A_map_without_evidence_shows_no_heat()
    {
        var photo = Filled(8, 4, [10, 10, 10]);

        var overlay = Overlays.Draw(photo, new Heat(new float[4], 2, 2), Canvas.OfPhoto(Middle, enlarges: false), Gray);

        Assert.Equal([4, 4, 10, 10, 10, 10, 4, 4], overlay.Pixels.Where((_, i) => i % 3 == 0).Take(8));
    }

    [Fact]
    public void A_photo_with_a_long_side_over_2048_is_drawn_reduced()
    {
        var whole = new Photo(4096, 1000, [.. Enumerable.Repeat((byte)100, 4096 * 1000 * 3)]);
        var photo = PreparedPhoto.Shrink(whole, TestContext.Current.CancellationToken);
        var placement = new Placement(4096, 1000, new Region(1548, 0, 1000, 1000), new Region(0, 0, 2, 2), 2, 2);

        var overlay = Overlays.Draw(photo, Flat, Canvas.OfPhoto(placement, enlarges: true), Gray with { Opacity = 0.5 });

        Assert.Equal((2048, 500), (overlay.Width, overlay.Height));
        Assert.Equal([40, 178, 178, 40], new[] { 773, 774, 1273, 1274 }.Select(x => (int)overlay.Pixels[((250 * 2048) + x) * 3]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-1f)]
    public void A_map_that_is_not_finite_and_positive_is_refused(float value)
    {
        Assert.Throws<ArgumentException>(() => new Heat([1, value, 1, 1], 2, 2));
        Assert.Throws<ArgumentException>(() => new Heat([1, 1, 1], 2, 2));
    }

    [Fact]
    public void The_heatmap_has_the_colors_alone_and_a_dimmed_zero_outside()
    {
        var heatmap = Heatmaps.Draw(new Heat([0, 8, 0, 8], 2, 2), Canvas.OfPhoto(Middle, enlarges: false), ColorMapName.Jet);

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
            var heat = new Heat([.. Enumerable.Repeat(1f, 7 * 7)], 7, 7);
            var canvas = Canvas.OfPhoto(placement, enlarges: false);

            var drawn = PreparedPhoto.Shrink(photo, TestContext.Current.CancellationToken);
            var overlay = Overlays.Draw(drawn, heat, canvas, Gray);
            var heatmap = Heatmaps.Draw(heat, canvas, ColorMapName.Gray);

            Assert.Equal((drawnWidth, drawnHeight), (overlay.Width, overlay.Height));
            Assert.Contains((byte)255, overlay.Pixels);
            Assert.Contains((byte)255, heatmap.Pixels);
        }
    }

    private static Photo Filled(int width, int height, byte[] color) =>
        new(width, height, [.. Enumerable.Repeat(color, width * height).SelectMany(value => value)]);
}
