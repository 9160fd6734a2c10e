using System.Collections;
using GradCamService.Explain.Imaging;
using SkiaSharp;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class PhotoMaskTests
{
    private static readonly InputSpec Square = new(4, 4, ColorOrder.Rgb, 1, Fit.Crop, Resampling.Bilinear, [0], [1]);

    [Fact]
    public void Places_are_laid_where_the_network_saw_them()
    {
        // The middle 4 × 4 of 6 × 4 pixels; places of 2 × 2 pixels, the right upper one set.
        var mask = PhotoMask.Of(new BitArray([false, true, false, false]), 2, 2, Placement.Of(6, 4, Square, Fit.Crop));

        Assert.Equal((6, 4), (mask.Width, mask.Height));
        Assert.Equal(
            [
                0, 0, 0, 255, 255, 0,
                0, 0, 0, 255, 255, 0,
                0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, 0, 0,
            ],
            mask.Pixels);
    }

    [Fact]
    public void Runs_go_down_the_columns_and_begin_with_what_does_not_belong()
    {
        Assert.Equal([1, 1, 1, 2, 1], new PhotoMask(3, 2, [0, 0, 255, 255, 255, 0]).RunLengths());
        Assert.Equal([0, 6], new PhotoMask(3, 2, [255, 255, 255, 255, 255, 255]).RunLengths());
        Assert.Equal([6], new PhotoMask(3, 2, new byte[6]).RunLengths());
    }

    [Fact]
    public void The_file_has_one_channel_and_the_same_pixels()
    {
        var mask = new PhotoMask(3, 2, [0, 0, 255, 255, 255, 0]);

        using var read = SKBitmap.Decode(mask.ToPng());

        Assert.Equal(SKColorType.Gray8, read.ColorType);
        Assert.Equal(mask.Pixels, Enumerable.Range(0, 6).Select(i => read.GetPixel(i % 3, i / 3).Red));
    }

    [Fact]
    public void A_large_photo_has_the_mask_of_the_picture_that_is_drawn_of_it()
    {
        var mask = PhotoMask.Of(new BitArray([true]), 1, 1, Placement.Of(8000, 4000, Square, Fit.Stretch));

        Assert.Equal((2048, 1024), (mask.Width, mask.Height));
        Assert.All(mask.Pixels, pixel => Assert.Equal(255, pixel));
    }
}
