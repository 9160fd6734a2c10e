using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class ColorMapTests
{
    [Theory]
    [InlineData(ColorMapName.Jet, "jet")]
    [InlineData(ColorMapName.Viridis, "viridis")]
    [InlineData(ColorMapName.Turbo, "turbo")]
    [InlineData(ColorMapName.Inferno, "inferno")]
    [InlineData(ColorMapName.Gray, "gray")]
    public void All_256_colors_are_those_of_matplotlib(ColorMapName name, string file)
    {
        // matplotlib 3.6.3's tables, times 255 and rounded.
        var expected = Npy.Load($"Colors/{file}.npy");

        Assert.Equal([256, 3], expected.Shape);
        Assert.Equal([.. expected.Values.Select(value => (byte)value)], ColorMap.Get(name).Rgb.ToArray());
    }

    [Fact]
    public void Shares_beyond_the_ends_take_the_ends_colors()
    {
        var gray = ColorMap.Get(ColorMapName.Gray);

        var colors = new byte[10];
        gray.Paint([-0.5f, 0.5f, 1.5f], colors);

        Assert.Equal([0, 0, 0, 128, 128, 128, 255, 255, 255], colors[..9]);
    }
}
