using GradCamService.Explain.Imaging;
using SkiaSharp;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class PictureFormatTests
{
    /// <summary>Levels that a lossy file of quality 85 may be off by on a smooth picture; measured are 4 (JPEG) and 6 (WebP).</summary>
    private const int Loss = 10;

    public static TheoryData<string> Names => [.. PictureFormat.All.Select(format => format.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_file_is_of_its_kind_and_shows_the_picture(string name)
    {
        var format = Format(name);
        // Red rises to the right, green down, blue stays.
        var picture = new Picture(
            150, 100, [.. Enumerable.Range(0, 150 * 100).SelectMany(i => new[] { (byte)(i % 150), (byte)(i / 150 * 2), (byte)90 })]);

        var file = format.Encode(picture);

        using var codec = SKCodec.Create(new MemoryStream(file));
        using var bitmap = SKBitmap.Decode(codec);
        Assert.Equal(format.MediaType, "image/" + codec.EncodedFormat.ToString().ToLowerInvariant());
        Assert.Equal((150, 100), (bitmap.Width, bitmap.Height));
        for (var i = 0; i < 150 * 100; i++)
        {
            var pixel = bitmap.GetPixel(i % 150, i / 150);
            Assert.Equal(255, pixel.Alpha);
            Assert.InRange(pixel.Red - picture.Pixels[i * 3], -Loss, Loss);
            Assert.InRange(pixel.Green - picture.Pixels[(i * 3) + 1], -Loss, Loss);
            Assert.InRange(pixel.Blue - picture.Pixels[(i * 3) + 2], -Loss, Loss);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_worst_picture_is_no_larger_than_what_is_reckoned_with(string name)
    {
        foreach (var (width, height) in new[] { (1, 1), (1, 2048), (100, 100), (1000, 700) })
        {
            var noise = new byte[width * height * 3];
            new Random(1).NextBytes(noise);
            var style = new PictureStyle { Enlarges = false };

            Assert.InRange(Format(name).Encode(new Picture(width, height, noise)).Length, 1, style.MostBytes(width, height));
        }
    }

    [Theory]
    [InlineData(84, 84, 336 * 336)]
    [InlineData(500, 400, 500 * 400)]
    [InlineData(4096, 2048, 2048 * 1024)]
    public void What_is_reckoned_with_is_the_drawn_size(int width, int height, int pixels) =>
        Assert.Equal((3 * pixels) + 4096, new PictureStyle().MostBytes(width, height));

    private static PictureFormat Format(string name) => PictureFormat.All.Single(format => format.Name == name);
}
