using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Statistics;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

/// <summary>Maps that know nothing of the photo get what mathematics says.</summary>
public sealed class UselessMapTests
{
    private const int Side = 32;
    private const int Draws = 400;

    /// <summary>Four standard errors of a share of a quarter of 400 draws: 4 √(¼ · ¾ / 400).</summary>
    private const double FourErrorsOfShares = 0.087;

    /// <summary>
    /// Four standard errors of the energy of 1,024 even numbers, of which the standard deviation is 0.29 and the mean 0.5, over a quarter of them.
    /// </summary>
    private const double FourErrorsOfSums = 0.04;

    /// <summary>Four standard errors of a rank correlation of 1,024 independent pairs: 4 / √1023.</summary>
    private const double FourErrorsOfRanks = 0.126;

    private static readonly Placement Same = Maps.Same(Side, Side);

    /// <summary>A quarter of the photo, not in the middle.</summary>
    private static readonly PixelBox[] Quarter = [new(0, 0, 16, 16)];

    [Fact]
    public void A_constant_map_has_its_energy_where_the_box_has_its_area_and_finds_everything()
    {
        var map = Maps.Constant(Side, Side);

        Assert.Equal(0.25, Energy.Inside(map, Same, Quarter));
        Assert.Equal(0.25, BoxLocalization.IoU(Localizer.Find(map, Same, 0.15), Quarter));
        Assert.All(MaxBoxAccuracy.IoUs(map, Same, Quarter), iou => Assert.Equal(0.25, iou));
    }

    [Fact]
    public void A_random_map_points_into_a_box_as_often_as_it_is_large() =>
        Assert.Equal(
            0.25, Enumerable.Range(0, Draws).Average(seed => Pointing.Hits(Pointing.PeakOf(Maps.Random(Side, Side, seed), Same), Quarter) ? 1 : 0),
            FourErrorsOfShares);

    [Fact]
    public void A_random_map_has_the_energy_of_a_constant_one_and_the_order_of_none()
    {
        Assert.Equal(0.25, Energy.Inside(Maps.Random(Side, Side, 1), Same, Quarter)!.Value, FourErrorsOfSums);
        Assert.Equal(0, MapSimilarity.Spearman(Maps.Random(Side, Side, 1), Maps.Random(Side, Side, 2), Same)!.Value, FourErrorsOfRanks);
    }

    [Fact]
    public void A_random_order_removes_and_reveals_evenly()
    {
        // A "network" that says which share of the object, all of it 1, is left: its area is a half; in the best order of deletion an eighth.
        var input = Maps.Of(Side, Side, (x, y) => x < 16 && y < 16 ? 1 : 0);

        Assert.Equal(0.5, AreaOf(Maps.Random(Side, Side, 3)), FourErrorsOfSums);
        Assert.Equal(0.125, AreaOf(input), 1e-3);

        double AreaOf(float[] map)
        {
            var curve = new DeletionInsertion(input, map, Same);
            var copy = new float[input.Length];
            return DeletionInsertion.Area([.. Enumerable.Range(0, DeletionInsertion.Steps + 1).Select(step =>
            {
                curve.Delete(step, copy);
                return copy.Sum() / 256.0;
            })]);
        }
    }

    [Fact]
    public void A_map_of_the_middle_hits_what_is_in_the_middle()
    {
        var peak = Pointing.PeakOf(Maps.Centre(Side, Side), Same);

        Assert.Equal((15, 15), peak);
        Assert.True(Pointing.Hits(peak, Quarter));
        Assert.False(Pointing.Hits(peak, [new PixelBox(16, 16, 16, 16)]));
        // Symmetric: a quarter of the evidence in each quarter.
        Assert.Equal(0.25, Energy.Inside(Maps.Centre(Side, Side), Same, Quarter)!.Value, 1e-6);
        Assert.True(EvidencePlaces.Of(Maps.Centre(Side, Side), Same)!.Border < EvidencePlaces.Even.Border / 5);
    }

    [Fact]
    public void A_map_of_the_middle_has_a_box_around_the_middle()
    {
        // e^(−r² / (2 · 4.8²)) is above 0.15 of the peak, which lies half a pixel aside, up to r = 9.4: nine pixels to either side, from 7 to 24.
        // With the quarter they share 9 · 9 of 18 · 18 + 16 · 16 − 9 · 9.
        var found = Localizer.Find(Maps.Centre(Side, Side), Same, 0.15);

        Assert.Equal(new PixelBox(7, 7, 18, 18), Assert.Single(found.Boxes).Box);
        Assert.Equal(81.0 / 499, BoxLocalization.IoU(found, Quarter));
    }

    [Fact]
    public void A_random_map_finds_everything() =>
        // 85 % of the pixels are above 0.15; with eight neighbours, from 41 % on nearly all are connected.
        Assert.Equal(0.25, BoxLocalization.IoU(Localizer.Find(Maps.Random(Side, Side, 4), Same, 0.15), Quarter));

    [Fact]
    public void A_random_map_has_no_relation_to_what_hiding_costs_and_a_constant_one_no_order()
    {
        var windows = OcclusionCorrelation.Windows(Same, 1, 1);
        var drops = Maps.Random(Side, Side, 5).Select(value => (double)value).ToArray();

        Assert.Equal(0, OcclusionCorrelation.Of(Maps.Random(Side, Side, 6), Side, windows, drops)!.Value, FourErrorsOfRanks);
        Assert.Null(OcclusionCorrelation.Of(Maps.Constant(Side, Side), Side, windows, drops));
        // The map that is the drops themselves.
        Assert.Equal(1, OcclusionCorrelation.Of(Maps.Random(Side, Side, 5), Side, windows, drops));
    }

    [Fact]
    public void A_constant_map_removes_row_by_row()
    {
        // Of the object in the upper left quarter, a "network" that says which share of it is left, half is left when a quarter of the photo is gone,
        // nothing from a half on: a triangle of 1/4. A row is 1/16 of the object.
        var input = Maps.Of(Side, Side, (x, y) => x < 16 && y < 16 ? 1 : 0);
        var (curve, copy) = (new DeletionInsertion(input, Maps.Constant(Side, Side), Same), new float[input.Length]);

        Assert.Equal(0.25, DeletionInsertion.Area([.. Enumerable.Range(0, DeletionInsertion.Steps + 1).Select(step =>
        {
            curve.Delete(step, copy);
            return copy.Sum() / 256.0;
        })]), 1.0 / 64);
    }

    [Fact]
    public void A_random_map_keeps_half_of_what_is_linear_and_a_constant_one_all()
    {
        // A "network" whose probability is the photo's mean, on a photo that is 1 everywhere: what is kept is the map's mean by its maximum.
        var (input, copy) = (Maps.Constant(Side, Side), new float[Side * Side]);

        AverageDrop.Keep(input, Maps.Random(Side, Side, 7), Same, copy);
        Assert.Equal(0.5, AverageDrop.Drop(1, copy.Average())!.Value, FourErrorsOfSums);
        AverageDrop.Keep(input, Maps.Constant(Side, Side, 3), Same, copy);
        Assert.Equal((0, 0), (AverageDrop.Drop(1, copy.Average()), AverageDrop.Increase(1, copy.Average())));
    }

    [Fact]
    public void A_random_map_lies_at_edges_and_in_corners_as_an_even_one_does()
    {
        var places = EvidencePlaces.Of(Maps.Random(Side, Side, 8), Same)!;

        Assert.Equal(EvidencePlaces.Even.Border, places.Border, FourErrorsOfSums);
        Assert.All(new[] { places.TopLeft, places.TopRight, places.BottomLeft, places.BottomRight },
            share => Assert.Equal(EvidencePlaces.Even.TopLeft, share, FourErrorsOfSums));
    }

    [Fact]
    public void Constant_maps_of_two_sets_are_no_distance_apart_and_have_no_place_of_their_own()
    {
        var (one, other) = (Grids("a"), Grids("b"));

        Assert.Equal((0, 0, new Interval(0, 0)), (MapDistance.Between(one, other, 0)!.Distance, MapDistance.Between(one, other, 0)!.Unbiased, MapDistance.Between(one, other, 0)!.Interval));
        Assert.Equal(new Interval(0, 0), FixedPlace.Find(one, other, 0)!.Excess);

        static ImageValues<float[]> Grids(string set) =>
            ImageValues.Of(Enumerable.Range(0, 12).Select(i => ($"{set}{i:00}", EvidenceGrid.Of(Maps.Constant(28, 28), Maps.Same(28, 28))!)));
    }

    [Fact]
    public void A_method_that_does_not_look_at_the_network_fails_the_sanity_check_and_one_that_guesses_passes()
    {
        // The same map whatever the weights; another one each time.
        Assert.Equal(SanityVerdict.Fails, Judge((image, _) => Maps.Random(Side, Side, image)));
        Assert.Equal(SanityVerdict.Passes, Judge((image, weights) => Maps.Random(Side, Side, image + 100 * weights)));

        static SanityVerdict Judge(Func<int, int, float[]> map) => Sanity.Judge(Means.Of(ImageValues.Of(Enumerable.Range(1, 8)
            .Select(image => ($"{image}", MapSimilarity.Spearman(map(image, 1), map(image, 2), Same)))), 0));
    }
}
