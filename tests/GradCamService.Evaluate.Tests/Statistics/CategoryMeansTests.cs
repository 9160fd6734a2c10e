using GradCamService.Evaluate.Statistics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Statistics;

public sealed class CategoryMeansTests
{
    [Fact]
    public void Each_category_weighs_the_same()
    {
        // cat: 1, 1, 0, 0 and dog: 1. Over all pairs the mean is 3/5, over categories (1/2 + 1) / 2.
        var estimate = CategoryMeans.Of(
            ImageValues.Of([Image("a", ("cat", 1), ("dog", 1)), Image("b", ("cat", 1)), Image("c", ("cat", 0)), Image("d", ("cat", 0))]), 0);

        Assert.Equal((0.75, 4, 0), (estimate.Mean, estimate.Count, estimate.Missing));
        Assert.InRange(estimate.Interval!.Low, 0, 0.75);
        Assert.InRange(estimate.Interval.High, 0.75, 1);
    }

    [Fact]
    public void What_is_missing_is_neither_0_nor_a_category()
    {
        var estimate = CategoryMeans.Of(ImageValues.Of([Image("a", ("cat", 1), ("dog", null)), Image("b", ("dog", double.NaN))]), 0);

        Assert.Equal(new Estimate(1, null, 1, 1), estimate);
    }

    [Fact]
    public void A_category_that_is_not_drawn_is_left_out_of_that_mean()
    {
        // Only a has dogs: resamples are "a a" (1), "a b" ((1 + 0) / 2) and "b b" (0).
        var estimate = CategoryMeans.Of(ImageValues.Of([Image("a", ("dog", 1)), Image("b", ("cat", 0))]), 0);

        Assert.Equal((0.5, new Interval(0, 1)), (estimate.Mean, estimate.Interval));
    }

    private static (string, IReadOnlyCollection<KeyValuePair<string, double?>>) Image(string id, params (string Category, double? Value)[] values) =>
        (id, values.ToDictionary(value => value.Category, value => value.Value));
}
