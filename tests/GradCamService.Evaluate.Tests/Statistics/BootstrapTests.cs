using GradCamService.Evaluate.Statistics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Statistics;

public sealed class BootstrapTests
{
    /// <summary>Four standard errors of a share of two fifths over 1,000 splits: 4 √(0.4 · 0.6 / 1000).</summary>
    private const double FourErrors = 0.062;

    [Fact]
    public void A_split_has_each_image_once()
    {
        var splits = Bootstrap.Splits(3, 5, 2, (first, second) =>
        {
            Assert.Equal((2, 3), (first.Count, second.Count));
            Assert.Equal([0, 1, 2, 3, 4], first.Concat(second).Order());
            return 0;
        });

        Assert.Equal(Bootstrap.Resamples, splits.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Every_image_is_as_often_in_the_first_set_as_the_set_is_large(int image) =>
        Assert.Equal(0.4, Bootstrap.Splits(3, 5, 2, (first, _) => first.Contains(image) ? 1 : 0).Average(), FourErrors);

    [Fact]
    public void Equal_seeds_draw_alike()
    {
        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));

        static double[] Draw(int seed) => Bootstrap.Replicates(seed, [3, 4], drawn => drawn[0].Sum() + 10 * drawn[1].Sum());
    }

    [Fact]
    public void An_interval_goes_from_the_25th_to_the_975th_of_a_thousand() =>
        // NumPy: percentile(arange(1000), [2.5, 97.5]) = 24.975, 974.025.
        Assert.Equal(
            (24.975, 974.025),
            Bootstrap.Percentiles([.. Enumerable.Range(0, 1000).Reverse().Select(i => (double)i)]) is var (low, high)
                ? (Math.Round(low, 9), Math.Round(high, 9)) : default);
}
