using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class ReductionTests
{
    /// <summary>Between an input from a reduced photo and from all of its pixels, in levels of 255: seen is 0.39 on average.</summary>
    private const double MeanLevels = 1;

    private static readonly InputSpec Spec = new(224, 224, ColorOrder.Rgb, 0.875, Fit.Crop, Resampling.Bicubic, [0f], [1f]);

    [Theory]
    [InlineData(640, 480, 8)] // 420 pixels become 224: twice that is more than there is.
    [InlineData(1200, 1024, 4)] // 896 become 224; a half leaves 448.
    [InlineData(4000, 3000, 2)] // 2,625 become 224; a quarter leaves 656, an eighth only 328.
    [InlineData(30000, 30000, 1)]
    [InlineData(10, 10, 8)]
    public void As_much_is_kept_as_twice_the_input_needs(int width, int height, int eighths) =>
        Assert.Equal(eighths, new Reduction(Spec, Fit.Crop).Eighths(width, height));

    [Fact]
    public void Without_a_crop_the_whole_photo_counts() => Assert.Equal(2, new Reduction(Spec, Fit.Pad).Eighths(2000, 1500));

    [Fact]
    public void A_reduced_photo_gives_nearly_the_same_input_at_the_same_place()
    {
        var file = TestData.LargeJpeg();

        var (whole, part) = (Prepare(file, reduce: false), Prepare(file, reduce: true));

        Assert.NotEqual(whole.Values, part.Values);
        Assert.Equal(whole.Placement, part.Placement);
        Assert.InRange(whole.Values.Zip(part.Values, (a, b) => (double)Math.Abs(a - b)).Average(), 0, MeanLevels);
    }

    [Theory]
    [InlineData("orientation-1.jpg")]
    [InlineData("orientation-6.jpg")]
    public void A_turned_photo_has_its_upright_size(string name)
    {
        var file = TestData.Read($"Images/{name}");
        var whole = PhotoDecoder.Decode(file, PhotoDecoderTests.Limits);

        using var decoded = PhotoDecoder.Decode(
            file, PhotoDecoderTests.Limits, new Reduction(Spec with { Width = 4, Height = 4 }, Fit.Stretch), false, CancellationToken.None);

        var reduced = decoded.View;
        Assert.Equal((whole.Width, whole.Height), (reduced.FullWidth, reduced.FullHeight));
        Assert.True(reduced.Width < whole.Width);
        Assert.Equal(whole.Width > whole.Height, reduced.Width > reduced.Height);
    }

    [Fact]
    public void Other_formats_are_decoded_whole()
    {
        using var decoded = PhotoDecoder.Decode(
            TestData.Read("Images/chelsea.png"), PhotoDecoderTests.Limits, new Reduction(Spec with { Width = 16, Height = 16 }, Fit.Crop), false,
            CancellationToken.None);

        var photo = decoded.View;
        Assert.Equal((photo.FullWidth, photo.FullHeight), (photo.Width, photo.Height));
    }

    [Fact]
    public void A_photo_that_is_drawn_on_is_never_reduced()
    {
        var file = TestData.LargeJpeg();

        Assert.Equal(Prepare(file, reduce: false).Values, Prepare(file, reduce: true, isDrawnOn: true).Values);
    }

    [Fact]
    public void A_reduced_photo_has_fewer_pixels()
    {
        using var reduced = PhotoDecoder.Decode(
            TestData.LargeJpeg(), PhotoDecoderTests.Limits, new Reduction(Spec, Fit.Crop), false, CancellationToken.None);

        var photo = reduced.View;
        Assert.Equal((960, 641, 2560, 1708), (photo.Width, photo.Height, photo.FullWidth, photo.FullHeight));
    }

    private static PreparedPhoto Prepare(byte[] file, bool reduce, bool isDrawnOn = false) =>
        PreparedPhoto.Of(
            [file], Spec, 1, Fit.Crop, isDrawnOn, PhotoDecoderTests.Limits with { ReduceJpeg = reduce }, CancellationToken.None);
}
