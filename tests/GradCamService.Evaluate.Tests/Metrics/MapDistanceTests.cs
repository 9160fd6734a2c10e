using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Statistics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class MapDistanceTests
{
    private const double Rounding = 1e-6;

    private const int Comparisons = 80;

    /// <summary>Of 80 comparisons of equals, 0 lies below an interval of 95 % in 2; more than 7 come by chance in less than one of 100 runs.</summary>
    private const int MostFalseFindings = 7;

    [Fact]
    public void Means_are_compared_and_not_images()
    {
        // One: half left, half right on average; the other: each image half and half.
        var one = ImageValues.Of([("a", Grid((0, 1))), ("b", Grid((1, 1)))]);
        var other = ImageValues.Of([("c", Grid((0, 0.5f), (1, 0.5f))), ("d", Grid((0, 0.5f), (1, 0.5f)))]);

        var found = MapDistance.Between(one, other, 0)!;

        Assert.Equal(0, found.Distance, Rounding);
        Assert.Equal((2, 2), (found.Count, found.OtherCount));
    }

    [Fact]
    public void Maps_without_anything_in_common_are_1_apart()
    {
        var found = MapDistance.Between(ImageValues.Of([("a", Grid((0, 1)))]), ImageValues.Of([("b", Grid((195, 1)))]), 0)!;

        Assert.Equal(new MapDistance(1, null, null, 1, 1), found);
    }

    [Fact]
    public void Sets_that_differ_are_found()
    {
        var found = MapDistance.Between(Grids.Around(3, 3, 30, 1), Grids.Around(10, 10, 30, 2), 0)!;

        Assert.True(found.Interval!.Low > 0.3, found.ToString());
        Assert.InRange(found.Unbiased!.Value, found.Interval.Low, found.Interval.High);
        Assert.True(found.Unbiased < found.Distance);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(15)]
    public void Sets_that_do_not_differ_are_seldom_found_though_their_distance_is_never_0(int count)
    {
        var found = Enumerable.Range(0, Comparisons)
            .Select(pair => MapDistance.Between(Grids.Around(7, 7, count, 2 * pair), Grids.Around(7, 7, count, 2 * pair + 1), pair)!).ToList();

        Assert.All(found, each => Assert.True(each.Distance > 0.1));
        var findings = found.Count(each => each.Interval!.Low > 0);
        Assert.True(findings <= MostFalseFindings, $"{findings} of {Comparisons}");
    }

    [Fact]
    public void Nothing_is_no_distance_away() => Assert.Null(MapDistance.Between(ImageValues.Of<float[]>([]), Grids.Around(3, 3, 2, 1), 0));

    private static float[] Grid(params (int Cell, float Share)[] shares)
    {
        var grid = new float[EvidenceGrid.Cells * EvidenceGrid.Cells];
        foreach (var (cell, share) in shares)
            grid[cell] = share;
        return grid;
    }
}
