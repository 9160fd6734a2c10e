using GradCamService.Explain.Imaging;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Tests.Imaging;
using GradCamService.Explain.Tests.Queue;
using Xunit;

namespace GradCamService.Explain.Tests.Orders;

/// <summary>What an order may hold: of a model that takes 3 × 4 × 4, on a photo of 640 × 427.</summary>
public sealed class AnswerBytesTests
{
    private const long Photo = 3 * 640 * 427;
    private const long Input = sizeof(float) * 3 * 4 * 4;
    private const long Heatmap = sizeof(float) * 4 * 4;
    private const long File = Photo + 4096;

    private static readonly ImageHeader Header = ImageHeader.Read(TestData.Read("Images/rocket.jpg"), PhotoDecoderTests.Limits);

    private static readonly Order Ordered = MadeOrders.Of(MadeOrders.Model(), concepts: 2, methods: MethodTable.GradCam) with { IsDrawnOn = true };

    [Fact]
    public void In_json_each_target_has_its_pictures() =>
        // Overlay and heatmap.
        Assert.Equal(Photo + Input + (2 * (Heatmap + (2 * File))), Ordered.AnswerBytes(Header));

    [Fact]
    public void An_answer_that_is_a_picture_has_one() =>
        Assert.Equal(
            Photo + Input + (2 * Heatmap) + File, (Ordered.WithoutPictures with { IsOnePicture = true, IsDrawnOn = true }).AnswerBytes(Header));

    [Fact]
    public void Numbers_have_none() => Assert.Equal(Input + (2 * Heatmap), Ordered.WithoutPictures.AnswerBytes(Header));

    [Fact]
    public void What_stands_under_a_picture_counts()
    {
        var with = Ordered with { Style = new PictureStyle { Marks = new HashSet<string> { MarkNames.Legend } } };

        // Two targets of two pictures, each with a strip of at most 36 pixels' letters with their leading, 62 pixels.
        Assert.Equal(2 * 2 * 3 * 640 * 62, with.AnswerBytes(Header) - Ordered.AnswerBytes(Header));
    }

    [Fact]
    public void A_small_input_whose_picture_is_larger_than_the_photos_counts_as_what_it_becomes()
    {
        var small = ImageHeader.Read(TestData.Read("Images/one-pixel.png"), PhotoDecoderTests.Limits);
        var guided = MadeOrders.Of(MadeOrders.Model(), methods: MethodTable.GuidedBackprop);

        // 4 × 4 pixels, 96 times enlarged, and one pixel 384 times: both 384 × 384.
        Assert.Equal((2 * Input) + (3 * 384 * 384) + 4096, guided.AnswerBytes(small));
    }
}
