using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Drawing;
using GradCamService.Explain.Imaging.Resizing;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class PreparedPhotoTests
{
    private static readonly DecodeLimits Limits = PhotoDecoderTests.Limits;
    private static readonly InputSpec Spec = new(4, 4, ColorOrder.Rgb, 1, Fit.Crop, Resampling.Bilinear, [0f], [1f]);
    private static readonly byte[] Photo = TestData.Read("Images/rgb.png");

    [Fact]
    public void The_kept_photo_has_the_size_of_its_pictures_and_knows_its_own()
    {
        var file = TestData.LargeJpeg();
        var whole = PhotoDecoder.Decode(file, Limits);

        var kept = Of([file], isDrawnOn: true).Photo!;

        // 2,560 × 1,708 with a long side of 2,048.
        Assert.Equal((2048, 1366, 2560, 1708), (kept.Width, kept.Height, kept.FullWidth, kept.FullHeight));
        Assert.Equal(PillowResize.Resize(whole, 2048, 1366, Resampling.Bilinear, TestContext.Current.CancellationToken), kept.Pixels);
    }

    [Fact]
    public void A_small_photo_is_kept_as_it_is() =>
        Assert.Equal(PhotoDecoder.Decode(Photo, Limits).Pixels, Of([Photo], isDrawnOn: true).Photo!.Pixels);

    [Fact]
    public void Nothing_is_kept_where_nothing_is_drawn_on_the_photo() => Assert.Null(Of([Photo]).Photo);

    [Fact]
    public void Frames_follow_each_other_oldest_first_and_the_oldest_is_repeated()
    {
        var (old, young) = (TestData.Read("Images/gray.png"), Photo);
        var (first, last) = (Of([old]).Values, Of([young]).Values);

        Assert.NotEqual(first, last);
        Assert.Equal([.. first, .. first, .. first, .. last], Of([old, young], frames: 4).Values);
        Assert.Equal([.. first, .. last], Of([old, young], frames: 2).Values);
        Assert.Equal([.. first, .. first], Of([old], frames: 2).Values);
    }

    [Fact]
    public void Of_several_frames_the_newest_is_kept() => Assert.Equal(
        PhotoDecoder.Decode(Photo, Limits).Pixels, Of([TestData.Read("Images/gray.png"), Photo], frames: 3, isDrawnOn: true).Photo!.Pixels);

    [Fact]
    public void Frames_of_several_sizes_are_refused_with_their_sizes()
    {
        var refusal = Assert.Throws<UnequalFramesException>(() => Of([Photo, TestData.Read("Images/one-pixel.png")], frames: 2));

        Assert.Equal("Images of one request must be of one size; they are 40 × 24, 1 × 1.", refusal.Message);
    }

    [Theory]
    [InlineData("chelsea.png")]
    [InlineData("rocket.jpg")]
    public void The_overlay_is_drawn_on_the_kept_photo(string name)
    {
        var prepared = Of([TestData.Read($"Images/{name}")], isDrawnOn: true);

        var canvas = Canvas.OfPhoto(prepared.Placement, enlarges: true);
        var cold = new Heat(new float[16], 4, 4);

        var overlay = Overlays.Draw(prepared.Photo!, cold, canvas, new PictureStyle());

        // Where there is no heat, the photo keeps its colours.
        var centre = ((overlay.Height / 2 * overlay.Width) + (overlay.Width / 2)) * 3;
        Assert.Equal(prepared.Photo!.Pixels[centre..(centre + 3)], overlay.Pixels[centre..(centre + 3)]);
        var other = new Photo(1, 1, new byte[3]);
        Assert.Throws<ArgumentException>(() => Overlays.Draw(other, cold, canvas, new PictureStyle()));
    }

    private static PreparedPhoto Of(byte[][] files, int frames = 1, bool isDrawnOn = false) => PreparedPhoto.Of(
        [.. files.Select(file => (ReadOnlyMemory<byte>)file)], Spec, frames, Fit.Crop, isDrawnOn, Limits, CancellationToken.None);
}
