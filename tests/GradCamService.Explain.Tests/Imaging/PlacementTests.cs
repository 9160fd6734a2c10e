using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class PlacementTests
{
    private const int Digits = 9;

    private static readonly Placement Cropped =
        new(451, 300, new Region(94.25, 18.75, 262.5, 262.5), new Region(0, 0, 224, 224), 224, 224);

    [Fact]
    public void The_analyzed_box_holds_every_pixel_that_is_touched()
    {
        Assert.Equal(new PixelBox(94, 18, 263, 264), Cropped.Analyzed);
    }

    [Fact]
    public void The_analyzed_box_stays_within_the_photo_and_is_never_empty()
    {
        Assert.Equal(new PixelBox(0, 2499, 1, 2), (Cropped with
        {
            PhotoWidth = 1,
            PhotoHeight = 5000,
            Source = new Region(0.0625, 2499.5625, 0.875, 0.875),
        }).Analyzed);
    }

    [Fact]
    public void Input_corners_are_the_crops_corners()
    {
        Assert.Equal((94.25, 18.75), Cropped.ToPhoto(0, 0));
        Assert.Equal((356.75, 281.25), Cropped.ToPhoto(224, 224));
    }

    [Fact]
    public void Points_in_the_content_of_a_padded_input_map_to_the_photo()
    {
        var padded = new Placement(400, 200, new Region(0, 0, 400, 200), new Region(0, 56, 224, 112), 224, 224);

        Assert.Equal((200, 100), padded.ToPhoto(112, 112));
        Assert.Equal((0, -100), padded.ToPhoto(0, 0));
    }

    [Fact]
    public void ToInput_undoes_ToPhoto()
    {
        var (x, y) = Cropped.ToPhoto(13.5, 200.25);
        var (inputX, inputY) = Cropped.ToInput(x, y);

        Assert.Equal(13.5, inputX, Digits);
        Assert.Equal(200.25, inputY, Digits);
    }
}
