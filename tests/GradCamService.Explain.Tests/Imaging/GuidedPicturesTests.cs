using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Drawing;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class GuidedPicturesTests
{
    [Fact]
    public void Zero_is_mid_grey_and_three_deviations_are_full_brightness()
    {
        // Ten values with one of 1 and one of −1: the deviation about zero is √0.2, so 1 lies at 2.236 deviations:
        // 128 ± 127.5 · 2.236 / 3 = 223.03 and 32.97, and mid-grey is 128.
        var picture = GuidedPictures.Draw([0, 1, 0, 0, 0, -1, 0, 0, 0, 0], 1, 2, 5, ColorOrder.Gray);

        Assert.Equal([128, 223, 128, 128, 128, 32, 128, 128, 128, 128], picture.Pixels.Chunk(3).Select(pixel => (int)pixel[0]));
        Assert.All(picture.Pixels.Chunk(3), pixel => Assert.True(pixel[0] == pixel[1] && pixel[1] == pixel[2]));
    }

    [Fact]
    public void Outliers_are_clipped()
    {
        float[] gradient = new float[100];
        gradient[7] = 5;
        gradient[8] = -5;

        var picture = GuidedPictures.Draw(gradient, 1, 10, 10, ColorOrder.Rgb);

        Assert.Equal((255, 0), ((int)picture.Pixels[7 * 3], picture.Pixels[8 * 3]));
    }

    [Theory]
    [InlineData(ColorOrder.Rgb, 0)]
    [InlineData(ColorOrder.Bgr, 2)]
    public void The_first_channel_is_red_or_blue_by_the_models_order(ColorOrder color, int brightest)
    {
        var picture = GuidedPictures.Draw([1, 0, 0], 3, 1, 1, color);

        Assert.Equal(brightest, Array.IndexOf(picture.Pixels, picture.Pixels.Max()));
    }

    [Fact]
    public void Of_several_frames_the_last_is_drawn()
    {
        var newest = GuidedPictures.Draw([1, -2, 3], 3, 1, 1, ColorOrder.Rgb);
        var stack = GuidedPictures.Draw([90, 80, 70, 1, -2, 3], 6, 1, 1, ColorOrder.Rgb);
        var gray = GuidedPictures.Draw([90, 80, 70, 3], 4, 1, 1, ColorOrder.Gray);

        Assert.Equal(newest.Pixels, stack.Pixels);
        Assert.Equal(GuidedPictures.Draw([3], 1, 1, 1, ColorOrder.Gray).Pixels, gray.Pixels);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_gradient_with_nothing_to_draw_is_refused(float value)
    {
        Assert.Throws<ArgumentException>(() => GuidedPictures.Draw([value, 0, 0], 3, 1, 1, ColorOrder.Rgb));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => GuidedPictures.Draw([1, 2, 3, 4], 4, 1, 1, ColorOrder.Rgb));
        Assert.Throws<ArgumentException>(() => GuidedPictures.Draw([1, 2, 3], 3, 2, 1, ColorOrder.Rgb));
    }

    [Fact]
    public void In_the_photos_frame_the_input_lies_in_its_place_and_the_rest_is_dimmed_grey()
    {
        // An 8 × 2 photo of which the model sees the middle 4 × 2 as its input of 2 × 1: 1 left and −1 right, a deviation of 1.
        var placement = new Placement(8, 2, new Region(2, 0, 4, 2), new Region(0, 0, 2, 1), 2, 1);

        var picture = GuidedPictures.Draw([1, -1], 1, Canvas.OfPhoto(placement, enlarges: false), ColorOrder.Gray);

        // 128 ± 127.5 / 3 = 170.5 and 85.5; between the centres 0.5 and 1.5 of the input, at 0.75 and 1.25, halves of it: 149.25 and 106.75.
        // Outside, 40 % of 128 is 51.
        Assert.Equal((8, 2), (picture.Width, picture.Height));
        Assert.Equal([51, 51, 170, 149, 106, 85, 51, 51], picture.Pixels.Chunk(3).Take(8).Select(pixel => (int)pixel[0]));
        Assert.All(picture.Pixels.Chunk(3), pixel => Assert.True(pixel[0] == pixel[1] && pixel[1] == pixel[2]));
    }
}
