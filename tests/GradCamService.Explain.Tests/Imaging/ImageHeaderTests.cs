using System.Buffers.Binary;
using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class ImageHeaderTests
{
    /// <summary>
    /// The dearest file, an interlaced PNG of 16 bits with alpha that is turned, takes 15 bytes a pixel; besides there are the tables of a very
    /// long side.
    /// </summary>
    private static long Most => (16 * Limits.MaxPixels) + (64 << 20);

    private static readonly DecodeLimits Limits = PhotoDecoderTests.Limits;

    /// <summary>Tables of a resize and strips of rows, which every photo needs: below this for small ones.</summary>
    private const long Besides = 7 << 20;

    [Theory]
    [InlineData("baseline.jpg", "JPEG")]
    [InlineData("rgb.png", "PNG")]
    [InlineData("lossless.webp", "WebP")]
    [InlineData("one_color_no_palette.webp", "WebP")]
    [InlineData("still.gif", "GIF")]
    [InlineData("rgb.bmp", "BMP")]
    [InlineData("orientation-6.jpg", "JPEG")]
    [InlineData("orientation-6.png", "PNG")]
    [InlineData("orientation-6.webp", "WebP")]
    public void It_gives_the_format_and_the_upright_size(string name, string format)
    {
        var file = TestData.Read($"Images/{name}");

        var header = ImageHeader.Read(file, Limits);

        var photo = PhotoDecoder.Decode(file, Limits);
        Assert.Equal((format, photo.Width, photo.Height), (header.Format, header.Width, header.Height));
        Assert.Equal(3 * photo.Width * photo.Height, header.DrawnBytes);
        Assert.InRange(header.DecodeBytes, 3 * photo.Width * photo.Height, Most);
    }

    [Fact]
    public void A_baseline_jpeg_costs_three_bytes_a_pixel_and_one_for_gray()
    {
        // 2,560 × 1,708 in strips.
        var pixels = 2560L * 1708;
        var header = ImageHeader.Read(TestData.LargeJpeg(), Limits);

        Assert.InRange(header.DecodeBytes, 4 * pixels, (4 * pixels) + Besides);
        Assert.Equal(3 * 2048 * 1366, header.DrawnBytes);
    }

    [Fact]
    public void A_progressive_jpeg_costs_its_coefficients_too()
    {
        // 7,000 × 7,000 in one channel: 3 bytes a pixel, and 2 for each of the 64 coefficients of 875 × 875 blocks.
        byte[] header = [0xFF, 0xD8, 0xFF, 0xC2, 0, 11, 8, 0x1B, 0x58, 0x1B, 0x58, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0];
        var expected = (3L * 7000 * 7000) + (2L * 64 * 875 * 875);

        Assert.InRange(ImageHeader.Read(header, Limits).DecodeBytes, expected, expected + Besides);
    }

    [Fact]
    public void A_png_costs_more_where_it_is_turned_interlaced_or_of_16_bits()
    {
        long Cost(byte depth, byte color, byte interlaced) =>
            ImageHeader.Read(Png(6000, 4000, depth, color, interlaced), Limits).DecodeBytes;

        const long Pixels = 6000 * 4000;
        Assert.InRange(Cost(8, 2, 0), 5 * Pixels, (5 * Pixels) + Besides);
        Assert.InRange(Cost(8, 2, 1), (4 + 3) * Pixels, ((4 + 3) * Pixels) + Besides);
        Assert.InRange(Cost(16, 6, 1), (4 + 8) * Pixels, ((4 + 8) * Pixels) + Besides);
    }

    [Fact]
    public void Nothing_that_is_accepted_costs_more_than_the_most()
    {
        // All of the limit in one side, or in both, and the dearest kind of PNG.
        foreach (var (width, height) in new[] { (7071, 7071), (1 << 20, 47), (47, 1 << 20), (50_000_000 / 65_535, 65_535) })
        {
            Assert.InRange(ImageHeader.Read(Png(width, height, 16, 6, 1), Limits).DecodeBytes, 1, Most);
            Assert.InRange(ImageHeader.Read(Png(width, height, 16, 6, 1), Limits).DrawnBytes, 1, ImageHeader.MostDrawnBytes);
        }
    }

    [Fact]
    public void A_side_longer_than_any_photos_is_refused()
    {
        var refusal = Assert.Throws<ImageTooLargeException>(() => ImageHeader.Read(Png(1, (1 << 20) + 1, 8, 2, 0), Limits));

        Assert.Contains("1048576", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_png_of_many_chunks_is_walked_without_an_allocation_for_each()
    {
        const int Chunks = 20_000;
        var file = TestData.Read("Images/rgb.png");
        byte[] empty = [0, 0, 0, 0, (byte)'t', (byte)'E', (byte)'X', (byte)'t', 0, 0, 0, 0];
        byte[] many = [.. file[..33], .. Enumerable.Repeat(empty, Chunks).SelectMany(chunk => chunk), .. file[33..]];
        var before = GC.GetAllocatedBytesForCurrentThread();

        ImageHeader.Read(many, Limits);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Chunks);
    }

    /// <summary>A header and nothing else.</summary>
    private static byte[] Png(int width, int height, byte depth, byte color, byte interlaced)
    {
        byte[] file =
        [
            0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 0, 0, 0, 0, 0, depth, color, 0, 0, interlaced, 0, 0, 0, 0,
        ];
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        return file;
    }
}
