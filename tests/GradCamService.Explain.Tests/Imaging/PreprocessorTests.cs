using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class PreprocessorTests
{
    /// <summary>One rounding of a float32 division by 128.</summary>
    private const float FloatRounding = 1e-6f;

    /// <summary>JPEG decoders may round by a level, which is 1 / 128 here; the one used here does not differ.</summary>
    private const float JpegDecoders = 1.001f / 128;

    private static readonly InputSpec Lite0 =
        new(224, 224, ColorOrder.Rgb, 0.875, Fit.Crop, Resampling.Bicubic, [127f], [128f]);

    [Theory]
    [InlineData("chelsea.png", FloatRounding, 94.25, 18.75, 356.75, 281.25)]
    [InlineData("coffee.png", FloatRounding, 125, 25, 475, 375)]
    [InlineData("rocket.jpg", JpegDecoders, 133.1875, 26.6875, 506.8125, 400.3125)]
    public void The_input_is_the_recorded_one(string name, float tolerance, double left, double top, double right, double bottom)
    {
        var expected = Npy.Load($"Goldens/efficientnet-lite0/{Path.GetFileNameWithoutExtension(name)}.input.npy");
        var photo = PhotoDecoder.Decode(TestData.Read($"Images/{name}"), PhotoDecoderTests.Limits);

        var input = Preprocessor.Prepare(photo, Lite0, Fit.Crop, TestContext.Current.CancellationToken);

        Assert.Equal(new Region(left, top, right - left, bottom - top), input.Placement.Source);
        Assert.Equal(expected.Values.Length, input.Values.Length);
        Assert.InRange(expected.Values.Zip(input.Values, (a, b) => Math.Abs(a - b)).Max(), 0, tolerance);
    }

    [Fact]
    public void Bgr_is_rgb_with_its_planes_reversed_and_means_follow_the_models_order()
    {
        var photo = new Photo(1, 1, [10, 20, 30]);
        var spec = Lite0 with { Width = 1, Height = 1, Color = ColorOrder.Bgr, Mean = [1f, 2f, 3f], Std = [1f, 2f, 4f] };

        var input = Preprocessor.Prepare(photo, spec, Fit.Stretch, TestContext.Current.CancellationToken);

        // (30 − 1) / 1, (20 − 2) / 2, (10 − 3) / 4
        Assert.Equal([29f, 9f, 1.75f], input.Values);
    }

    [Fact]
    public void Gray_is_one_plane_of_luma()
    {
        var photo = new Photo(1, 1, [200, 100, 50]);
        var spec = Lite0 with { Width = 1, Height = 1, Color = ColorOrder.Gray, Mean = [0f], Std = [1f] };

        var input = Preprocessor.Prepare(photo, spec, Fit.Stretch, TestContext.Current.CancellationToken);

        // 0.299 · 200 + 0.587 · 100 + 0.114 · 50 = 124.2
        Assert.Equal([124f], input.Values);
    }

    [Fact]
    public void Padding_is_zero_and_the_photo_lies_in_the_middle()
    {
        var photo = new Photo(4, 2, [.. Enumerable.Repeat((byte)255, 24)]);
        var spec = Lite0 with { Width = 8, Height = 8, Mean = [100f], Std = [5f] };

        var input = Preprocessor.Prepare(photo, spec, Fit.Pad, TestContext.Current.CancellationToken);

        Assert.Equal(new Region(0, 2, 8, 4), input.Placement.Content);
        for (var i = 0; i < input.Values.Length; i++)
            Assert.Equal((i / 8 % 8) is >= 2 and < 6 ? 31f : 0f, input.Values[i]);
    }

    [Fact]
    public void An_oblong_input_is_cropped_with_its_own_aspect()
    {
        var photo = new Photo(100, 100, new byte[30_000]);
        var spec = Lite0 with { Width = 200, Height = 50, Crop = 1 };

        var input = Preprocessor.Prepare(photo, spec, Fit.Crop, TestContext.Current.CancellationToken);

        Assert.Equal(new Region(0, 37.5, 100, 25), input.Placement.Source);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5000)]
    [InlineData(5000, 1)]
    [InlineData(3, 7001)]
    public void Extreme_photos_fill_the_input_with_their_color(int width, int height)
    {
        var photo = new Photo(width, height, [.. Enumerable.Repeat((byte)255, width * height * 3)]);
        foreach (var color in Enum.GetValues<ColorOrder>())
        {
            foreach (var fit in Enum.GetValues<Fit>())
            {
                foreach (var filter in Enum.GetValues<Resampling>())
                {
                    var spec = Lite0 with { Color = color, Resize = filter };
                    var input = Preprocessor.Prepare(photo, spec, fit, TestContext.Current.CancellationToken);

                    // White everywhere, except in the padding.
                    var content = input.Placement.Content;
                    Assert.Equal(content.Width * content.Height * spec.Channels, input.Values.Count(value => value == 1f));
                    Assert.True(content.Width >= 1 && content.Height >= 1);
                }
            }
        }
    }
}
