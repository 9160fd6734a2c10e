using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

/// <summary>Networks that see how opaque pixels are. Expected values are Pillow's (Data/make_images.py).</summary>
public sealed class TransparencyTests
{
    private static readonly InputSpec Spec = new(17, 11, ColorOrder.Rgba, 1, Fit.Stretch, Resampling.Bicubic, [0f], [1f]);

    [Theory]
    [InlineData(ColorOrder.Rgba, "RGBA", "fading.png")]
    [InlineData(ColorOrder.Rgba, "RGBA", "fading-6.png")]
    [InlineData(ColorOrder.GrayAlpha, "LA", "fading.png")]
    public void A_transparent_photo_is_resized_as_Pillow_does(ColorOrder color, string mode, string file)
    {
        var expected = Npy.Load($"Resizing/fading-{mode}.npy").Values;
        var channels = mode.Length;

        var values = Of(file, Spec with { Color = color }).Values;

        for (var channel = 0; channel < channels; channel++)
            Assert.Equal(expected.Where((_, i) => i % channels == channel).ToArray(), Plane(values, channel));
    }

    [Fact]
    public void Bgra_is_rgba_with_red_and_blue_exchanged()
    {
        var (rgba, bgra) = (Of("fading.png", Spec).Values, Of("fading.png", Spec with { Color = ColorOrder.Bgra }).Values);

        Assert.Equal([.. Plane(rgba, 2), .. Plane(rgba, 1), .. Plane(rgba, 0), .. Plane(rgba, 3)], bgra);
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("baseline.jpg")]
    public void A_photo_without_transparency_is_opaque(string file)
    {
        var values = Of(file, Spec).Values;

        Assert.Equal(Of(file, Spec with { Color = ColorOrder.Rgb }).Values, values[..^(17 * 11)]);
        Assert.All(Plane(values, 3), value => Assert.Equal(255, value));
    }

    [Fact]
    public void People_see_it_on_white() => Assert.Equal(
        PhotoDecoder.Decode(TestData.Read("Images/fading.png"), PhotoDecoderTests.Limits).Pixels, Of("fading.png", Spec, isDrawnOn: true).Photo!.Pixels);

    [Fact]
    public void Photos_of_a_scene_follow_each_other_and_the_first_is_drawn_on()
    {
        var infrared = Spec with { Color = ColorOrder.Gray };
        var scene = Spec with { Color = ColorOrder.Rgb, Further = [infrared] };

        var prepared = Of(["rgb.png", "gray.png"], scene);

        Assert.Equal([.. Of("rgb.png", Spec with { Color = ColorOrder.Rgb }).Values, .. Of("gray.png", infrared).Values], prepared.Values);
        Assert.Equal(PhotoDecoder.Decode(TestData.Read("Images/rgb.png"), PhotoDecoderTests.Limits).Pixels, prepared.Photo!.Pixels);
        Assert.Throws<ArgumentException>(() => Of(["rgb.png"], scene));
        Assert.Throws<UnequalFramesException>(() => Of(["rgb.png", "one-pixel.png"], scene));
    }

    private static float[] Plane(float[] values, int channel) => values[(channel * 17 * 11)..((channel + 1) * 17 * 11)];

    private static PreparedPhoto Of(string file, InputSpec spec, bool isDrawnOn = false) => Of([file], spec, isDrawnOn);

    private static PreparedPhoto Of(string[] files, InputSpec spec, bool isDrawnOn = true) => PreparedPhoto.Of(
        [.. files.Select(file => (ReadOnlyMemory<byte>)TestData.Read("Images/" + file))], spec, 1, Fit.Stretch, isDrawnOn,
        PhotoDecoderTests.Limits, TestContext.Current.CancellationToken);
}
