using GradCamService.Evaluate.Metrics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class EvidenceGridTests
{
    /// <summary>Shares are floats.</summary>
    private const double FloatRounding = 1e-7;

    private const int Cells = EvidenceGrid.Cells;

    [Theory]
    [InlineData(224, 224)]
    [InlineData(20, 16)]
    [InlineData(5, 1)]
    public void A_constant_map_has_the_same_share_everywhere(int width, int height) =>
        Assert.All(
            EvidenceGrid.Of(Maps.Constant(width, height, 3), Maps.Same(width, height))!,
            share => Assert.Equal(1.0 / (Cells * Cells), share, FloatRounding));

    [Fact]
    public void A_cell_has_the_share_of_its_pixels()
    {
        // 28 × 28: a cell is two by two pixels.
        var map = Maps.First(28, 28);

        var grid = EvidenceGrid.Of(map, Maps.Same(28, 28))!;

        var sum = map.Sum(value => (double)value);
        Assert.Equal((map[28 * 6 + 10] + map[28 * 6 + 11] + map[28 * 7 + 10] + map[28 * 7 + 11]) / sum, grid[3 * Cells + 5], FloatRounding);
        Assert.Equal(1, grid.Sum(share => (double)share), FloatRounding * Cells * Cells);
    }

    // Data/make_metrics.py: every pixel repeated 14 × 14 times, and blocks of the size of the map added up.
    [Fact]
    public void A_pixel_in_several_cells_is_shared_by_area()
    {
        var grid = EvidenceGrid.Of(Maps.Second(20, 16), Maps.Same(20, 16))!;

        Assert.Equal(0.0018912471105946922, grid[0], FloatRounding);
        Assert.Equal(0.0018170805572380376, grid[6 * Cells + 9], FloatRounding);
        Assert.Equal(0.00755262735015266, grid[^1], FloatRounding);
    }

    [Fact]
    public void Only_what_shows_the_photo_is_in_the_grid()
    {
        var grid = EvidenceGrid.Of([9, 9, 9, 9, 1, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9], Maps.Padded)!;

        // The pixel fills 3 ½ columns and 7 rows.
        Assert.Equal(1 / 24.5, grid[6 * Cells], FloatRounding);
        Assert.Equal(0.5 / 24.5, grid[3], FloatRounding);
        Assert.Equal(0, grid[4]);
        Assert.Equal(0, grid[7 * Cells]);
    }

    [Fact]
    public void A_map_of_zeros_has_no_shares() => Assert.Null(EvidenceGrid.Of(new float[16], Maps.Padded));
}
