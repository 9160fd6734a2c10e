using GradCamService.Evaluate.Metrics;
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
}
