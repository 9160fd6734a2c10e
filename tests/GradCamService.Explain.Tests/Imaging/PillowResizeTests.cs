using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Resizing;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class PillowResizeTests
{
    private static readonly Photo Noise = PhotoDecoder.Decode(TestData.Read("Resizing/noise.png"), PhotoDecoderTests.Limits);

    private static readonly Region Whole = new(0, 0, 40, 24);

    /// <summary>The rows of RESIZES in Data/make_images.py.</summary>
    private static readonly (Resampling Filter, int Width, int Height, Region Box)[] Cases =
    [
        (Resampling.Bicubic, 17, 11, Whole),
        (Resampling.Bilinear, 17, 11, Whole),
        (Resampling.Bicubic, 97, 61, Whole),
        (Resampling.Bilinear, 97, 61, Whole),
        (Resampling.Bicubic, 40, 7, Whole),
        (Resampling.Bilinear, 9, 24, Whole),
        (Resampling.Bicubic, 1, 1, Whole),
        (Resampling.Bilinear, 3, 100, Whole),
        (Resampling.Bicubic, 16, 16, Between(8.25, 3.75, 29.5, 20.125)),
        (Resampling.Bilinear, 31, 5, Between(0.1, 0.3, 39.7, 23.9)),
        (Resampling.Bicubic, 50, 50, Between(10.4, 10.6, 11.9, 12.2)),
        (Resampling.Bicubic, 40, 24, Between(0.5, 0, 40, 24)),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Color_is_resized_exactly_as_by_Pillow(int number)
    {
        var (filter, width, height, box) = Cases[number];

        var resized = PillowResize.Resize(Noise.Pixels, 40, 24, 3, box, width, height, filter, TestContext.Current.CancellationToken);

        Assert.Equal(Recorded($"Resizing/RGB-{number}.npy"), resized);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Gray_is_converted_and_resized_exactly_as_by_Pillow(int number)
    {
        var (filter, width, height, box) = Cases[number];
        var gray = new byte[40 * 24];
        Preprocessor.ToGray(Noise.Pixels, gray);

        var resized = PillowResize.Resize(gray, 40, 24, 1, box, width, height, filter, TestContext.Current.CancellationToken);

        Assert.Equal(Recorded($"Resizing/L-{number}.npy"), resized);
    }

    // Two of four pixels by hand: the nearest to 1 and 3, means of two, and windowed sincs of 0.25, 0.75 and 1.25 source pixels:
    // 5.60 and 5.38 of 0, 10, 20, 30, and as much from the other end.
    [Theory]
    [InlineData(Resampling.Nearest, 10, 30)]
    [InlineData(Resampling.Box, 5, 25)]
    [InlineData(Resampling.Hamming, 6, 24)]
    [InlineData(Resampling.Lanczos, 5, 25)]
    public void Other_filters_have_their_own_kernels(Resampling filter, byte first, byte second) => Assert.Equal(
        [first, second], PillowResize.Resize([0, 10, 20, 30], 4, 1, 1, new Region(0, 0, 4, 1), 2, 1, filter, TestContext.Current.CancellationToken));

    [Fact]
    public void The_nearest_pixel_is_repeated_where_a_picture_grows() => Assert.Equal([1, 1, 9, 9], PillowResize.Resize(
        [1, 9], 2, 1, 1, new Region(0, 0, 2, 1), 4, 1, Resampling.Nearest, TestContext.Current.CancellationToken));

    [Fact]
    public void The_same_size_gives_the_same_pixels()
    {
        Assert.Equal(Noise.Pixels, PillowResize.Resize(Noise, 40, 24, Resampling.Bicubic, TestContext.Current.CancellationToken));
    }

    private static byte[] Recorded(string path) => [.. Npy.Load(path).Values.Select(value => (byte)value)];

    private static Region Between(double left, double top, double right, double bottom) => new(left, top, right - left, bottom - top);
}
