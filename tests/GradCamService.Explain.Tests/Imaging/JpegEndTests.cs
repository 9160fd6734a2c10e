using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

/// <summary>Whole pictures without an end mark are taken, cut ones are not: not even where the cut is hidden.</summary>
public sealed class JpegEndTests
{
    private const int EndMark = 2;

    public static TheoryData<string> Files =>
        ["baseline.jpg", "progressive.jpg", "gray.jpg", "cmyk.jpg", "orientation-6.jpg", "rocket.jpg"];

    [Fact]
    public void A_makers_trailer_may_stand_in_the_end_marks_place()
    {
        var photo = Decode(TestData.Read("Images/no-eoi-trailer.jpg"));

        // The lower right corner is decoded, too: it is not what a codec fills a lost end with.
        Assert.Equal((64, 64), (photo.Width, photo.Height));
        Assert.True(photo.Pixels[^96..].Distinct().Count() > 1);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Whatever_follows_a_whole_picture_it_is_the_same_picture(string name)
    {
        var file = TestData.Read($"Images/{name}");
        var expected = Decode(file).Pixels;

        Assert.All(Trailers(), trailer => Assert.Equal(expected, Decode([.. file[..^EndMark], .. trailer]).Pixels));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_cut_at_any_byte_is_refused(string name)
    {
        var file = TestData.Read($"Images/{name}");

        Assert.All(Lengths(file), length => Assert.Throws<CorruptImageException>(() => Decode(file[..length])));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_cut_picture_is_refused_where_a_marker_follows_or_a_file_system_left_ones(string name)
    {
        var file = TestData.Read($"Images/{name}");
        byte[][] trailers = [[0xFF, 0xE1, 0, 4, 1, 2], [0xFF, 0x17, 3], [.. Enumerable.Repeat((byte)0xFF, 40)]];
        var start = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);

        foreach (var length in Lengths(file).Where(length => length > start && length < file.Length - EndMark))
            Assert.All(trailers, trailer => Assert.Throws<CorruptImageException>(() => Decode([.. file[..length], .. trailer])));
    }

    [Theory]
    [InlineData("gray.jpg")]
    [InlineData("rocket.jpg")]
    public void A_picture_whose_end_was_lost_to_zeros_is_refused(string name)
    {
        var file = TestData.Read($"Images/{name}");
        var start = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);

        // Zeros are codes, and so many complete the gray picture.
        foreach (var length in Lengths(file).Where(length => length > start + 10 && length < file.Length - EndMark))
            Assert.Throws<CorruptImageException>(() => Decode([.. file[..length], .. new byte[3000]]));
    }

    [Fact]
    public void A_progressive_picture_without_its_last_scan_is_not_whole()
    {
        var file = TestData.Read("Images/progressive.jpg");
        var lastScan = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);

        Assert.Throws<CorruptImageException>(() => Decode([.. file[..lastScan], .. "SEFT"u8]));
    }

    private static Photo Decode(byte[] file) => PhotoDecoder.Decode(file, PhotoDecoderTests.Limits);

    /// <summary>All behind the signature; of a long file, a few and those at its end.</summary>
    private static IEnumerable<int> Lengths(byte[] file) =>
        Enumerable.Range(3, file.Length - 3).Where(length => file.Length < 2000 || length > file.Length - 40 || length % 8009 == 0);

    private static IEnumerable<byte[]> Trailers() =>
    [
        [0, 0], [.. "SEFT"u8], [.. "IDENTITY of a maker"u8], new byte[3000], [0, 0, 0, 24, .. "ftypmp42"u8],
        [0xFF, 0xE1, 0, 4, 1, 2], [0xFF, 0x17, 3], [.. Enumerable.Repeat((byte)0xFF, 40)],
    ];
}
