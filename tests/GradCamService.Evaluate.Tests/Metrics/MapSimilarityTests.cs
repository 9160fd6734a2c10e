using GradCamService.Evaluate.Metrics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class MapSimilarityTests
{
    private const double Rounding = 1e-12;

    /// <summary>Maps are floats once they are divided by their maximum.</summary>
    private const double FloatRounding = 1e-6;

    [Fact]
    public void Equal_maps_are_wholly_alike_whatever_their_scale()
    {
        var map = Maps.First(20, 16);
        var tenfold = Array.ConvertAll(map, value => 10 * value);

        Assert.Equal(1, MapSimilarity.Ssim(map, tenfold, Maps.Same(20, 16))!.Value, FloatRounding);
        Assert.Equal(1, MapSimilarity.Spearman(map, tenfold, Maps.Same(20, 16))!.Value, Rounding);
    }

    // Data/make_metrics.py: window by window and rank by rank.
    [Fact]
    public void Other_maps_are_as_alike_as_NumPy_finds()
    {
        var (one, other) = (Maps.First(20, 16), Maps.Second(20, 16));

        Assert.Equal(0.20704332489502766, MapSimilarity.Ssim(one, other, Maps.Same(20, 16))!.Value, FloatRounding);
        Assert.Equal(0.07100379004721002, MapSimilarity.Spearman(one, other, Maps.Same(20, 16))!.Value, Rounding);
    }

    [Fact]
    public void Constant_maps_differ_by_their_brightness_alone()
    {
        // Variances are 0: (2 · 1 · 0 + C1) / (1 + 0 + C1).
        var (one, none) = (Maps.Constant(11, 11, 3), Maps.Constant(11, 11, 0));

        Assert.Equal(1e-4 / (1 + 1e-4), MapSimilarity.Ssim(one, none, Maps.Same(11, 11))!.Value, Rounding);
        Assert.Null(MapSimilarity.Spearman(one, Maps.First(11, 11), Maps.Same(11, 11)));
    }

    [Fact]
    public void What_is_smaller_than_a_window_has_no_similarity() =>
        Assert.Null(MapSimilarity.Ssim(Maps.First(10, 40), Maps.First(10, 40), Maps.Same(10, 40)));

    [Fact]
    public void Padding_does_not_count() =>
        Assert.Equal(1, MapSimilarity.Spearman(
            [1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9], [9, 0, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 9, 0, 9], Maps.Padded)!.Value, Rounding);
}
