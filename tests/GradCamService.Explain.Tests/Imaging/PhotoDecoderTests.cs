using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class PhotoDecoderTests
{
    private const int Lossless = 0;

    /// <summary>Both use libjpeg-turbo and libwebp and agree exactly here; other processors' SIMD may round by a level.</summary>
    private const int LossyLevels = 1;

    internal static readonly DecodeLimits Limits = new(50_000_000);

    [Theory]
    [InlineData("rgb.png", Lossless)]
    [InlineData("gray.png", Lossless)]
    [InlineData("palette.png", Lossless)]
    [InlineData("rgb-16-bit.png", Lossless)]
    [InlineData("interlaced.png", Lossless)]
    [InlineData("lossless.webp", Lossless)]
    [InlineData("animated.webp", Lossless)]
    [InlineData("still.gif", Lossless)]
    [InlineData("animated.gif", Lossless)]
    [InlineData("rgb.bmp", Lossless)]
    [InlineData("palette.bmp", Lossless)]
    [InlineData("lossy.webp", LossyLevels)]
    [InlineData("baseline.jpg", LossyLevels)]
    [InlineData("progressive.jpg", LossyLevels)]
    [InlineData("gray.jpg", LossyLevels)]
    [InlineData("cmyk.jpg", LossyLevels)]
    [InlineData("orientation-1.jpg", LossyLevels)]
    [InlineData("orientation-2.jpg", LossyLevels)]
    [InlineData("orientation-3.jpg", LossyLevels)]
    [InlineData("orientation-4.jpg", LossyLevels)]
    [InlineData("orientation-5.jpg", LossyLevels)]
    [InlineData("orientation-6.jpg", LossyLevels)]
    [InlineData("orientation-7.jpg", LossyLevels)]
    [InlineData("orientation-8.jpg", LossyLevels)]
    [InlineData("orientation-6.png", Lossless)]
    [InlineData("orientation-6.webp", Lossless)]
    public void Pixels_are_those_that_Pillow_decodes(string name, int tolerance)
    {
        var expected = Npy.Load($"Decoded/{name}.npy");

        var photo = PhotoDecoder.Decode(TestData.Read($"Images/{name}"), Limits);

        Assert.Equal([photo.Height, photo.Width, 3], expected.Shape);
        var largest = expected.Values.Zip(photo.Pixels, (value, pixel) => Math.Abs(value - pixel)).Max();
        Assert.InRange(largest, 0, tolerance);
    }

    [Fact]
    public void Sixteen_bit_gray_keeps_its_upper_bits()
    {
        // The file repeats each byte of gray.png, so its upper bytes are that picture.
        var expected = PhotoDecoder.Decode(TestData.Read("Images/gray.png"), Limits);

        var photo = PhotoDecoder.Decode(TestData.Read("Images/gray-16-bit.png"), Limits);

        Assert.Equal(expected.Pixels, photo.Pixels);
    }

    [Theory]
    [InlineData("alpha.png")]
    [InlineData("alpha.webp")]
    public void Transparent_pixels_lie_on_white(string name)
    {
        var photo = PhotoDecoder.Decode(TestData.Read($"Images/{name}"), Limits);

        // (200, 100, 50) opaque, then with alpha 128 / 255: 200 · 0.502 + 255 · 0.498 = 227.4, and so on; then nothing of it.
        Assert.Equal([200, 100, 50, 227, 177, 152, 255, 255, 255], photo.Pixels);
    }

    [Fact]
    public void The_transparent_color_of_a_gif_is_white()
    {
        var photo = PhotoDecoder.Decode(TestData.Read("Images/transparent.gif"), Limits);

        Assert.Equal([255, 0, 0, 255, 255, 255], photo.Pixels);
    }

    [Theory]
    [InlineData("one-pixel", 1, 1)]
    [InlineData("one-column", 1, 5000)]
    [InlineData("one-row", 5000, 1)]
    public void Tiny_and_thin_pictures_decode(string name, int width, int height)
    {
        var photo = PhotoDecoder.Decode(TestData.Read($"Images/{name}.png"), Limits);

        Assert.Equal((width, height), (photo.Width, photo.Height));
        Assert.All(photo.Pixels.Chunk(3), pixel => Assert.Equal([10, 200, 90], pixel));
    }
}
