using GradCamService.Evaluate.Metrics;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class BoxLocalizationTests
{
    private static readonly Placement Same = Maps.Same(10, 10);

    [Theory]
    // The map finds 4 × 4 pixels from (2, 2); half as much, and a row less.
    [InlineData(2, 2, 4, 2, true)]
    [InlineData(2, 2, 4, 1, false)]
    [InlineData(2, 2, 8, 4, true)]
    [InlineData(2, 2, 8, 5, false)]
    public void Half_is_right(int x, int y, int width, int height, bool isRight) =>
        Assert.Equal(isRight, BoxLocalization.IsRight(Found(), [new PixelBox(9, 9, 1, 1), new PixelBox(x, y, width, height)]));

    [Fact]
    public void Only_the_largest_segment_counts() => Assert.False(BoxLocalization.IsRight(Found(), [new PixelBox(8, 8, 2, 1)]));

    [Fact]
    public void A_wrong_class_has_no_box_here() => Assert.False(BoxLocalization.IsRight(Found(), []));

    [Fact]
    public void A_map_of_zeros_finds_nothing() =>
        Assert.Equal(0, BoxLocalization.IoU(Localizer.Find(Maps.Constant(10, 10, 0), Same, 0.15), [new PixelBox(0, 0, 10, 10)]));

    // A square of 16 and, higher, a strip of 2.
    private static ObjectLocalization Found() => Localizer.Find(
        Maps.Of(10, 10, (x, y) => x is >= 2 and < 6 && y is >= 2 and < 6 ? 0.5f : y == 8 && x >= 8 ? 1 : 0), Same, 0.15);
}
