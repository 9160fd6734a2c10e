using GradCamService.Evaluate.Metrics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class AverageDropTests
{
    private const double Rounding = 1e-12;

    [Theory]
    [InlineData(0.8, 0.2, 0.75, 0.0)]
    [InlineData(0.8, 0.8, 0.0, 0.0)]
    [InlineData(0.8, 0.9, 0.0, 1.0)]
    [InlineData(0.8, 0.0, 1.0, 0.0)]
    [InlineData(0.0, 0.1, null, null)]
    [InlineData(double.NaN, 0.1, null, null)]
    public void A_drop_is_a_share_and_a_rise_is_counted(double whole, double kept, double? drop, double? increase)
    {
        Assert.Equal(drop ?? -1, AverageDrop.Drop(whole, kept) ?? -1, Rounding);
        Assert.Equal(increase, AverageDrop.Increase(whole, kept));
    }

    [Fact]
    public void The_photo_is_multiplied_with_the_map_by_its_maximum()
    {
        float[] input = [5, 5, 5, 5, 1, 2, 3, 4, 5, 6, 7, 8, 5, 5, 5, 5];
        float[] map = [9, 9, 9, 9, 4, 2, 0, 1, 4, 4, 4, 4, 9, 9, 9, 9]; // 4 is the photo's highest; 9 is padding's.
        var copy = new float[32];

        AverageDrop.Keep([.. input, .. input], map, Maps.Padded, copy);

        float[] expected = [5, 5, 5, 5, 1, 1, 0, 1, 5, 6, 7, 8, 5, 5, 5, 5];
        Assert.Equal([.. expected, .. expected], copy);
    }

    [Theory]
    [InlineData(3f, 1f)]
    [InlineData(0f, 0f)]
    public void A_constant_map_leaves_all_and_a_map_of_zeros_nothing(float value, float left)
    {
        var copy = new float[4];

        AverageDrop.Keep([1, 1, 1, 1], Maps.Constant(2, 2, value), Maps.Same(2, 2), copy);

        Assert.Equal([left, left, left, left], copy);
    }
}
