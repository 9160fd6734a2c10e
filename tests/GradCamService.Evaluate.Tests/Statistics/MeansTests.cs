using GradCamService.Evaluate.Statistics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Statistics;

public sealed class MeansTests
{
    /// <summary>Sums of some dozens of numbers below 1, in another order.</summary>
    private const double Rounding = 1e-12;

    /// <summary>
    /// Of 1,000 resamples a percentile of 2.5 % itself varies: its standard error is about 0.085 s/√n at 1.96 s/√n, so 15 % are more than three.
    /// </summary>
    private const double SpreadOfPercentiles = 0.15;

    private static readonly ImageValues<double?> Forty = Series(40, i => i * 37 % 101 / 100.0);

    // Data/make_metrics.py: NumPy's MT19937 with the same seed, indices ⌊n u / 2³²⌋, numpy.percentile.
    [Theory]
    [InlineData(0, 0.41025, 0.5877625)]
    [InlineData(7, 0.40721875, 0.5895125)]
    public void An_interval_is_the_one_that_NumPy_finds_with_the_same_generator(int seed, double low, double high)
    {
        var estimate = Means.Of(Forty, seed);

        Assert.Equal(0.4985, estimate.Mean!.Value, Rounding);
        Assert.Equal(low, estimate.Interval!.Low, Rounding);
        Assert.Equal(high, estimate.Interval.High, Rounding);
        Assert.Equal((40, 0), (estimate.Count, estimate.Missing));
    }

    [Fact]
    public void An_interval_is_as_wide_as_theory_says()
    {
        // 400 times 0 and 600 times 1: the standard error of the mean is √(0.24 / 1000).
        var estimate = Means.Of(Series(1000, i => i < 400 ? 0 : 1), 5);

        var half = 1.96 * Math.Sqrt(0.24 / 1000);
        Assert.Equal(0.6 - half, estimate.Interval!.Low, SpreadOfPercentiles * half);
        Assert.Equal(0.6 + half, estimate.Interval.High, SpreadOfPercentiles * half);
    }

    [Fact]
    public void Images_without_the_quantity_are_not_counted()
    {
        var estimate = Means.Of(ImageValues.Of<double?>([("a", 1), ("b", null), ("c", 2), ("d", double.NaN), ("e", double.PositiveInfinity)]), 0);

        Assert.Equal((1.5, 2, 3), (estimate.Mean, estimate.Count, estimate.Missing));
    }

    [Fact]
    public void One_image_has_a_mean_and_no_interval() =>
        Assert.Equal(new Estimate(0.25, null, 1, 0), Means.Of(ImageValues.Of<double?>([("a", 0.25)]), 0));

    [Fact]
    public void No_image_has_neither() => Assert.Equal(new Estimate(null, null, 0, 1), Means.Of(ImageValues.Of<double?>([("a", null)]), 0));

    [Fact]
    public void Equal_values_have_an_interval_without_width() =>
        Assert.Equal(new Interval(0.5, 0.5), Means.Of(Series(9, _ => 0.5), 0).Interval);

    [Fact]
    public void Pairs_are_of_images_that_both_have()
    {
        var one = ImageValues.Of<double?>([("a", 0.5), ("b", 0.25), ("c", null), ("d", 1)]);
        var other = ImageValues.Of<double?>([("b", 0.75), ("a", 0.75), ("c", 1), ("e", 0)]);

        var compared = Means.Paired(one, other, 0);

        // (0.5 − 0.75 + 0.25 − 0.75) / 2; a mean of two pairs is −0.5, −0.375 or −0.25.
        Assert.Equal((0.375, 0.75, -0.375), (compared.One.Mean, compared.Other.Mean, compared.Difference));
        Assert.Equal((2, 3), (compared.One.Count, compared.One.Missing));
        Assert.Equal(new Interval(-0.5, -0.25), compared.Interval);
    }

    [Fact]
    public void A_steady_difference_of_pairs_is_certain_however_much_images_differ()
    {
        var compared = Means.Paired(Forty, Series(40, i => i * 37 % 101 / 100.0 - 0.125), 0);

        Assert.Equal(0.125, compared.Difference!.Value, Rounding);
        Assert.Equal(0.125, compared.Interval!.Low, Rounding);
        Assert.Equal(0.125, compared.Interval.High, Rounding);
        Assert.True(compared.One.Interval!.High - compared.One.Interval.Low > 0.125);
    }

    // Data/make_metrics.py.
    [Fact]
    public void Groups_are_drawn_each_on_its_own()
    {
        var compared = Means.Unpaired(Forty, Series(25, i => i * 53 % 89 / 100.0), 3);

        Assert.Equal(0.0481, compared.Difference!.Value, Rounding);
        Assert.Equal(-0.08615375, compared.Interval!.Low, Rounding);
        Assert.Equal(0.18465625, compared.Interval.High, Rounding);
        Assert.Equal((40, 25), (compared.One.Count, compared.Other.Count));
    }

    [Fact]
    public void A_group_without_images_is_not_compared()
    {
        var compared = Means.Unpaired(Forty, ImageValues.Of<double?>([]), 3);

        Assert.Equal((null, null, 0), (compared.Difference, compared.Interval, compared.Other.Count));
    }

    private static ImageValues<double?> Series(int count, Func<int, double> value) =>
        ImageValues.Of(Enumerable.Range(0, count).Select(i => ($"{i:d4}", (double?)value(i))));
}
