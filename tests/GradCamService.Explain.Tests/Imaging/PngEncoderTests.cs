using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Png;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class PngEncoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(37, 11)]
    [InlineData(2048, 1)]
    [InlineData(640, 480)]
    public void A_picture_comes_back_from_its_file(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        // Half noise, half flat.
        new Random(5).NextBytes(pixels.AsSpan(0, (pixels.Length + 1) / 2));

        var photo = PhotoDecoder.Decode(PngEncoder.Encode(new Picture(width, height, pixels)), PhotoDecoderTests.Limits);

        Assert.Equal((width, height), (photo.Width, photo.Height));
        Assert.Equal(pixels, photo.Pixels);
    }

    [Fact]
    public void A_file_of_several_strips_is_one_that_other_decoders_read()
    {
        // 1,234 rows of 3 · 777 + 1 bytes: eleven strips, whose ends lie within rows. .NET's zlib checks the sum over all of them.
        var picture = new Picture(777, 1234, [.. Enumerable.Range(0, 777 * 1234 * 3).Select(i => (byte)(i * i / 777))]);
        var file = PngEncoder.Encode(picture);
        var at = 8 + 12 + 13;
        var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
        using var data = new System.IO.Compression.ZLibStream(new MemoryStream(file, at + 8, length), System.IO.Compression.CompressionMode.Decompress);
        var filtered = new byte[picture.Height * (picture.Width * 3 + 1)];

        data.ReadExactly(filtered);

        Assert.Equal(-1, data.ReadByte());
        Assert.All(Enumerable.Range(0, picture.Height), y => Assert.Equal(4, filtered[y * (picture.Width * 3 + 1)]));
    }
}
