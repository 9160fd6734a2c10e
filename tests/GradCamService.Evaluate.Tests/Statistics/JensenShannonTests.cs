using GradCamService.Evaluate.Statistics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Statistics;

public sealed class JensenShannonTests
{
    private const double Rounding = 1e-12;

    [Theory]
    [InlineData(new[] { 0.5, 0.5, 0 }, new[] { 0.5, 0.5, 0 }, 0)]
    [InlineData(new[] { 1.0, 0, 0 }, new[] { 0, 0.25, 0.75 }, 1)]
    // m = 1/4, 1/4, 1/2: each divergence is ½ log₂ 2 + ½ log₂ 1 = ½.
    [InlineData(new[] { 1.0, 0, 1 }, new[] { 0.0, 1, 1 }, 0.70710678118654757)]
    // Data/make_metrics.py.
    [InlineData(new[] { 1.0, 2, 3, 4 }, new[] { 4.0, 3, 2, 1 }, 0.3918681606471551)]
    public void Distances_are_those_of_the_formula(double[] one, double[] other, double expected)
    {
        Assert.Equal(expected, JensenShannon.Distance(one, other), Rounding);
        Assert.Equal(expected, JensenShannon.Distance(other, one), Rounding);
    }

    [Fact]
    public void Sums_do_not_matter() => Assert.Equal(0, JensenShannon.Distance([1, 3], [100, 300]), Rounding);

    [Fact]
    public void Nothing_is_no_distribution() => Assert.Throws<ArgumentException>(() => JensenShannon.Distance([0, 0], [1, 0]));
}
