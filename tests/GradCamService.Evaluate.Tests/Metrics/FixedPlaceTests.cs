using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Statistics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class FixedPlaceTests
{
    /// <summary>Of 40 searches for nothing, an interval of 95 % leaves out 0 in 2; more than 6 come by chance in less than one of 100 runs.</summary>
    private const int MostFalseFindings = 6;

    [Fact]
    public void A_watermark_is_found_where_it_is()
    {
        // Row 13, column 1; a twentieth of the evidence, which the objects in the middle exceed.
        var found = FixedPlace.Find(Grids.Around(7, 7, 40, 1, mark: 13 * EvidenceGrid.Cells + 1), Grids.Around(7, 7, 200, 2), 0)!;

        Assert.Equal((13, 1), (found.Row, found.Column));
        Assert.Equal(0.05, found.Share, 0.01);
        Assert.True(found.Excess!.Low > 0, found.ToString());
        Assert.Equal(found.Share - found.Others, (found.Excess.Low + found.Excess.High) / 2, 1e-12);
    }

    [Fact]
    public void Where_there_is_none_one_is_seldom_found() =>
        Assert.True(Enumerable.Range(0, 40).Count(pair =>
            FixedPlace.Find(Grids.Around(7, 7, 20, 2 * pair), Grids.Around(7, 7, 60, 2 * pair + 1), pair)!.Excess!.Low > 0) <= MostFalseFindings);

    [Fact]
    public void One_image_shows_a_place_and_no_interval()
    {
        var found = FixedPlace.Find(Grids.Around(3, 3, 1, 1), Grids.Around(10, 10, 9, 2), 0)!;

        Assert.InRange(found.Row, 1, 5);
        Assert.Null(found.Excess);
    }

    [Fact]
    public void Without_others_there_is_nothing_to_compare_with() =>
        Assert.Null(FixedPlace.Find(Grids.Around(3, 3, 9, 1), ImageValues.Of<float[]>([]), 0));
}
