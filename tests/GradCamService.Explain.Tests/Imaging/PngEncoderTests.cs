using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class PngEncoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(37, 11)]
    [InlineData(2048, 1)]
    public void A_picture_comes_back_from_its_file(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        new Random(5).NextBytes(pixels);

        var photo = PhotoDecoder.Decode(PngEncoder.Encode(new Picture(width, height, pixels)), PhotoDecoderTests.Limits);

        Assert.Equal((width, height), (photo.Width, photo.Height));
        Assert.Equal(pixels, photo.Pixels);
    }
}
