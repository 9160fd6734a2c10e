using GradCamService.Explain.Imaging.Drawing;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class KernelsTests
{
    /// <summary>A few roundings of float32.</summary>
    private const float FloatRounding = 1e-6f;

    [Theory]
    [InlineData(0, new[] { 0f, 1, 0, 0 })] // At a centre, its own value.
    [InlineData(1, new[] { 0f, 0, 1, 0 })]
    [InlineData(0.5f, new[] { -0.0625f, 0.5625f, 0.5625f, -0.0625f })] // Keys 1981: −1, 9, 9, −1 sixteenths.
    [InlineData(0.25f, new[] { -0.0703125f, 0.8671875f, 0.2265625f, -0.0234375f })]
    public void Catmull_and_Roms_weights_are_those_of_the_formula(float way, float[] expected)
    {
        var weights = Kernels.CatmullRom(way);

        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(expected[i], weights[i], FloatRounding));
    }

    [Fact]
    public void A_line_shares_between_the_two_nearest()
    {
        var weights = Kernels.Linear(0.25f);

        Assert.Equal([0, 0.75f, 0.25f, 0], Enumerable.Range(0, 4).Select(i => weights[i]));
    }
}
