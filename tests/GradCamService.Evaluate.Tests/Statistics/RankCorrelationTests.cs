using GradCamService.Evaluate.Statistics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Statistics;

public sealed class RankCorrelationTests
{
    private const double Rounding = 1e-12;

    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks()
    {
        // Ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4: Σ of products of deviations 4.5, of squares 4.5 and 5.
        Assert.Equal(4.5 / Math.Sqrt(4.5 * 5), RankCorrelation.Of([10, 20, 20, 30], [1, 3, 2, 4])!.Value, Rounding);
    }

    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 1.0, 10, 1000 }, 1)]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 5.0, -1, -7 }, -1)]
    public void Only_the_order_counts(double[] one, double[] other, double expected) =>
        Assert.Equal(expected, RankCorrelation.Of(one, other)!.Value, Rounding);

    [Theory]
    [InlineData(new[] { 2.0, 2, 2 }, new[] { 1.0, 2, 3 })]
    [InlineData(new[] { 1.0 }, new[] { 1.0 })]
    [InlineData(new double[0], new double[0])]
    public void What_has_no_order_has_no_correlation(double[] one, double[] other)
    {
        Assert.Null(RankCorrelation.Of(one, other));
        Assert.Null(RankCorrelation.Of(other, one[..].Select(_ => 0.0).ToArray()));
    }

    [Fact]
    public void Values_come_in_pairs() => Assert.Throws<ArgumentException>(() => RankCorrelation.Of([1, 2], [1, 2, 3]));
}
