using System.Text;
using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class RefusedImageTests
{
    private static readonly DecodeLimits Limits = PhotoDecoderTests.Limits;

    public static TheoryData<string> EveryFormat =>
    [
        "baseline.jpg", "progressive.jpg", "gray.jpg", "cmyk.jpg", "rgb.png", "palette.png", "interlaced.png",
        "lossy.webp", "lossless.webp", "animated.webp", "still.gif", "animated.gif", "rgb.bmp", "palette.bmp",
    ];

    [Theory]
    [MemberData(nameof(EveryFormat))]
    public void A_file_cut_anywhere_behind_its_signature_is_refused_as_corrupt(string name)
    {
        var file = TestData.Read($"Images/{name}");
        var signature = Math.Min(20, file.Length);

        for (var length = signature; length < file.Length; length += Math.Max(1, Math.Min(7, file.Length - 1 - length)))
            Assert.Throws<CorruptImageException>(() => PhotoDecoder.Decode(file.AsMemory(0, length), Limits));
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("progressive.jpg")]
    [InlineData("still.gif")]
    [InlineData("animated.gif")]
    [InlineData("lossy.webp")]
    public void The_refusal_of_a_cut_file_says_that_it_is_truncated(string name)
    {
        var file = TestData.Read($"Images/{name}");

        var refusal = Assert.Throws<CorruptImageException>(() => PhotoDecoder.Decode(file.AsMemory(0, file.Length - 1), Limits));

        Assert.Contains("truncated", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_png_with_a_wrong_checksum_is_refused_as_corrupt()
    {
        var file = TestData.Read("Images/rgb.png");
        var data = file.AsSpan().IndexOf("IDAT"u8);
        var length = (file[data - 2] << 8) | file[data - 1];
        file[data + 4 + length] ^= 1;

        Assert.Throws<CorruptImageException>(() => PhotoDecoder.Decode(file, Limits));
    }

    [Fact]
    public void A_png_with_too_few_rows_is_refused_as_corrupt()
    {
        Assert.Throws<CorruptImageException>(() => PhotoDecoder.Decode(TestData.Read("Images/too-few-rows.png"), Limits));
    }

    [Fact]
    public void A_jpeg_with_an_impossible_marker_in_its_picture_data_is_refused_as_corrupt()
    {
        var file = TestData.Read("Images/baseline.jpg");
        file[^40] = 0xFF;
        file[^39] = 0x17;

        Assert.Throws<CorruptImageException>(() => PhotoDecoder.Decode(file, Limits));
    }

    [Theory]
    [InlineData("other.tif")]
    [InlineData("other.ico")]
    public void A_format_that_is_not_served_is_refused_with_those_that_are(string name)
    {
        var refusal = Assert.Throws<UnsupportedImageException>(() => PhotoDecoder.Decode(TestData.Read($"Images/{name}"), Limits));

        Assert.Contains("JPEG, PNG, WebP, GIF", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("BM")]
    [InlineData("BMW builds cars, and this is a text about them.")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>")]
    [InlineData("RIFF\0\0\0\0WAVEfmt ")]
    [InlineData("\0\0\0 ftypavif\0\0\0\0avifmif1")]
    [InlineData("\0\0\0 ftypheic\0\0\0\0mif1heic")]
    public void What_is_no_image_of_a_served_format_is_refused_as_unsupported(string content)
    {
        Assert.Throws<UnsupportedImageException>(() => PhotoDecoder.Decode(Encoding.Latin1.GetBytes(content), Limits));
    }

    [Fact]
    public void A_decompression_bomb_is_refused_from_its_header()
    {
        var file = TestData.Read("Images/30000x30000.png");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refusal = Assert.Throws<ImageTooLargeException>(() => PhotoDecoder.Decode(file, Limits));

        Assert.Equal((30_000, 30_000, Limits.MaxPixels), (refusal.Width, refusal.Height, refusal.MaxPixels));
        Assert.Contains("30000 × 30000", refusal.Message, StringComparison.Ordinal);

        // A single row of pixels would take more.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 60_000);
    }

    [Theory]
    [MemberData(nameof(EveryFormat))]
    public void The_limit_counts_pixels_in_every_format(string name)
    {
        var file = TestData.Read($"Images/{name}");

        var refusal = Assert.Throws<ImageTooLargeException>(() => PhotoDecoder.Decode(file, new DecodeLimits((40 * 24) - 1)));

        Assert.Equal((40, 24), (refusal.Width, refusal.Height));
        Assert.Equal(40, PhotoDecoder.Decode(file, new DecodeLimits(40 * 24)).Width);
    }
}
