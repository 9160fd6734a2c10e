using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

/// <summary>Whole files that are written unlike most, and kinds of files that are refused by their names.</summary>
public sealed class OddImageTests
{
    private static readonly DecodeLimits Limits = PhotoDecoderTests.Limits;

    [Fact]
    public void Exif_of_a_webp_may_begin_as_in_a_jpeg()
    {
        var file = TestData.Read("Images/hopper_orientation_3.webp");
        var turned = PhotoDecoder.Decode(file, Limits);
        file[file.AsSpan().LastIndexOf((byte)3)] = 1;

        var stored = PhotoDecoder.Decode(file, Limits);

        // Orientation 3 is half a turn: the last pixel comes first.
        Assert.Equal(stored.Pixels.Chunk(3).Reverse().SelectMany(pixel => pixel), turned.Pixels);
        Assert.NotEqual(stored.Pixels, turned.Pixels);
    }

    [Fact]
    public void A_lossless_webp_may_be_28_bytes_long()
    {
        var photo = PhotoDecoder.Decode(TestData.Read("Images/one_color_no_palette.webp"), Limits);

        Assert.Equal((100, 100), (photo.Width, photo.Height));
        Assert.All(photo.Pixels.Chunk(3), pixel => Assert.Equal(photo.Pixels[..3], pixel));
    }

    [Fact]
    public void Stray_bytes_between_the_segments_of_a_jpeg_are_skipped()
    {
        Assert.Equal(300, PhotoDecoder.Decode(TestData.Read("Images/jpeg_ff00_header.jpg"), Limits).Width);
        var file = TestData.Read("Images/baseline.jpg");

        // 0xFF 0x00, a restart mark out of place, 0xFF 0x01, which has no segment, and a fill byte.
        byte[] stray = [.. file[..2], 0xFF, 0, 0, 0xFF, 0xD3, 0xFF, 1, 0xFF, .. file[2..]];

        Assert.Equal(PhotoDecoder.Decode(file, Limits).Pixels, PhotoDecoder.Decode(stray, Limits).Pixels);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(24)]
    [InlineData(36)]
    [InlineData(64)]
    public void The_second_header_of_OS2_may_stop_behind_any_field(int length)
    {
        var file = TestData.Read("Images/rgb.bmp");
        byte[] bitmap = [.. file[..14], (byte)length, .. file[15..30], .. new byte[length - 16], .. file[54..]];
        bitmap[10] = (byte)(14 + length);

        Assert.Equal(PhotoDecoder.Decode(file, Limits).Pixels, PhotoDecoder.Decode(bitmap, Limits).Pixels);
    }

    [Theory]
    [InlineData(0xC3, 8, "a lossless JPEG")]
    [InlineData(0xCB, 8, "a lossless JPEG")]
    [InlineData(0xC5, 8, "a hierarchical JPEG")]
    [InlineData(0xC7, 8, "a hierarchical JPEG")]
    [InlineData(0xF7, 8, "a JPEG-LS")]
    [InlineData(0xC1, 12, "a JPEG of 12 bits a channel")]
    [InlineData(0xC9, 12, "a JPEG of 12 bits a channel")]
    public void Kinds_of_jpeg_that_are_not_decoded_are_refused_by_name(byte frame, byte bits, string kind)
    {
        var file = TestData.Read("Images/baseline.jpg");
        var at = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (file[at + 1], file[at + 4]) = (frame, bits);

        var refusal = Assert.Throws<UnsupportedImageException>(() => PhotoDecoder.Decode(file, Limits));

        Assert.StartsWith($"The file is {kind}, which is not accepted", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_twenty_scans_of_the_largest_picture_are_refused_before_they_are_decoded()
    {
        var file = TestData.Read("Images/progressive.jpg");
        var limits = new DecodeLimits(40 * 24);
        var lastScan = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] Repeated(int times) =>
            [.. file[..lastScan], .. Enumerable.Repeat(file[lastScan..^2], times).SelectMany(scan => scan), 0xFF, 0xD9];

        // It has ten; and as many more as make twenty-one.
        var refusal = Assert.Throws<ImageTooLargeException>(() => PhotoDecoder.Decode(Repeated(12), limits));

        Assert.Equal("The image has 21 scans of 960 pixels; at most 19200 are decoded in all.", refusal.Message);
        Assert.Equal(40, PhotoDecoder.Decode(file, limits).Width);
        Assert.Throws<ImageTooLargeException>(() => PhotoDecoder.Decode(Repeated(12).AsMemory()[..^2], limits));
    }
}
