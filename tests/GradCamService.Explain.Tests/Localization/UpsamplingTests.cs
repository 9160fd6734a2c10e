using GradCamService.Explain.Localization;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Localization;

[Collection(TorchCollection.Name)]
public sealed class UpsamplingTests
{
    /// <summary>A few roundings of float32 in another order.</summary>
    private const double FloatRounding = 1e-5;

    [Fact]
    public void Two_by_two_becomes_four_by_four_with_half_pixel_centres()
    {
        // Centres of the new pixels lie at −0.25 (clamped to 0), 0.25, 0.75 and 1.25 (clamped to 1) of the old.
        Assert.Equal(
            [0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12],
            Upsampling.Bilinear([0, 4, 8, 12], 2, 2, 4, 4));
    }

    [Fact]
    public void A_single_value_fills_the_input() => Assert.All(Upsampling.Bilinear([7], 1, 1, 3, 5), value => Assert.Equal(7, value));

    [Fact]
    public void The_same_size_changes_nothing()
    {
        float[] map = [.. Enumerable.Range(0, 16).Select(i => (float)i)];

        Assert.Equal(map, Upsampling.Bilinear(map, 4, 4, 4, 4));
    }

    [Theory]
    [InlineData(7, 7, 224, 224)]
    [InlineData(9, 9, 260, 260)]
    [InlineData(14, 14, 224, 224)]
    [InlineData(3, 5, 10, 7)]
    [InlineData(1, 6, 50, 60)]
    [InlineData(56, 56, 64, 48)]
    public void It_is_what_torch_calls_bilinear_without_aligned_corners(int height, int width, int toHeight, int toWidth)
    {
        using var scope = NewDisposeScope();
        var random = new Random(1);
        float[] map = [.. Enumerable.Range(0, height * width).Select(_ => random.NextSingle() * 2 - 1)];

        var expected = nn.functional.interpolate(
            tensor(map, [1, 1, height, width]), [toHeight, toWidth], mode: InterpolationMode.Bilinear, align_corners: false);

        Assert.InRange(Deviation.Of(expected.data<float>().ToArray(), Upsampling.Bilinear(map, height, width, toHeight, toWidth)), 0, FloatRounding);
    }

    [Theory]
    [InlineData(7, 7, 224, 224)]
    [InlineData(3, 5, 10, 7)]
    [InlineData(56, 56, 64, 48)]
    public void Rows_that_are_widened_once_give_the_bits_of_the_formula_pixel_by_pixel(int height, int width, int toHeight, int toWidth)
    {
        var random = new Random(2);
        float[] map = [.. Enumerable.Range(0, height * width).Select(_ => random.NextSingle() * 2 - 1)];

        var expected =
            from y in Enumerable.Range(0, toHeight)
            from x in Enumerable.Range(0, toWidth)
            let down = Tap(y, height, toHeight)
            let across = Tap(x, width, toWidth)
            let above = map[down.Low * width + across.Low] + (map[down.Low * width + across.High] - map[down.Low * width + across.Low]) * across.Share
            let below = map[down.High * width + across.Low] + (map[down.High * width + across.High] - map[down.High * width + across.Low]) * across.Share
            select above + (below - above) * down.Share;

        Assert.Equal(expected, Upsampling.Bilinear(map, height, width, toHeight, toWidth));
    }

    private static (int Low, int High, float Share) Tap(int place, int size, int toSize)
    {
        var position = Math.Max((place + 0.5f) * size / toSize - 0.5f, 0);
        var low = Math.Min((int)position, size - 1);
        return (low, Math.Min(low + 1, size - 1), position - low);
    }
}
