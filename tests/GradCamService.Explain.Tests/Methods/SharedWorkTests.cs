using GradCamService.Explain.Explainers;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Targets;
using Xunit;

namespace GradCamService.Explain.Tests.Methods;

/// <summary>Several methods, layers and views in one order say what each says alone.</summary>
[Collection(TorchCollection.Name)]
public sealed class SharedWorkTests
{
    /// <summary>The same sums, in passes that begin and end elsewhere.</summary>
    private const double Rounding = 1e-5;

    private static readonly MethodSettings Brief = new() { Steps = 4, Samples = 2, Masks = 5, Patch = 32, Stride = 32 };

    private readonly RecordedNetwork _network = new("mobilenet");

    [Fact]
    public void All_methods_in_one_order_say_what_each_says_alone()
    {
        Score[] scores = [new ClassScore(6), new ClassScore(2)];

        var together = _network.Explain(["last"], "chelsea", scores, order => order with { Settings = Brief }, [.. MethodTable.All]);

        Assert.Equal(MethodTable.All.Count * scores.Length, together.Explanations.Count);
        foreach (var (method, i) in MethodTable.All.Select((method, i) => (method, i)))
        {
            var alone = _network.Explain(["last"], "chelsea", scores, order => order with { Settings = Brief }, method).Explanations;
            for (var target = 0; target < scores.Length; target++)
                Same(alone[target], together.Explanations[(target * MethodTable.All.Count) + i]);
        }
    }

    [Fact]
    public void Several_layers_have_a_map_each()
    {
        string[] methods = ["grad-cam", "eigen-cam", "ablation-cam", "shapley-cam", "gradient"];
        var rows = methods.Select(MethodTable.Named).ToArray();

        var together = _network.Explain(["mid", "last"], "chelsea", [new ClassScore(6)], order => order, rows).Explanations;

        // A method without a map does not differ by layer.
        Assert.Equal(9, together.Count);
        foreach (var (layer, place) in new[] { ("mid", 0), ("last", 1) })
            for (var i = 0; i < rows.Length - 1; i++)
                Same(_network.Explain([layer], "chelsea", [new ClassScore(6)], order => order, rows[i]).Explanations[0], together[(2 * i) + place]);
    }

    [Fact]
    public void Fused_layers_are_the_mean_of_their_maps_scaled_to_their_maxima()
    {
        var apart = _network.Explain(["mid", "last"], "chelsea", [new ClassScore(6)], order => order, MethodTable.GradCam).Explanations;

        var fused = _network.Explain(
            ["mid", "last"], "chelsea", [new ClassScore(6)], order => order with { IsFused = true }, MethodTable.GradCam).Explanations.Single();

        Assert.Equal(apart[0].LayerName + " + " + apart[1].LayerName, fused.LayerName);
        Assert.Equal((apart[0].Map!.Height, apart[0].Map!.Width), (fused.Map!.Height, fused.Map.Width));
        var (mid, last) = (Scaled(apart[0].Map!), Scaled(apart[1].Map!));
        var enlarged = Upsampling.Bilinear(last, apart[1].Map!.Height, apart[1].Map!.Width, fused.Map.Height, fused.Map.Width);
        Assert.InRange(Deviation.Of([.. mid.Zip(enlarged, (one, other) => (one + other) / 2)], fused.Map.Values), 0, Rounding);
    }

    [Fact]
    public void An_augmented_map_is_the_mean_over_six_views_of_the_image()
    {
        var input = _network.Load("chelsea.input");
        var views = new List<float[]>();
        foreach (var isFlipped in new[] { false, true })
            foreach (var factor in new[] { 0.9f, 1, 1.1f })
            {
                var seen = Array.ConvertAll(isFlipped ? Mirrored(input) : input, value => value * factor);
                var map = Scaled(_network.Explain(["last"], seen, MethodTable.GradCam).Explanations[0].Map!);
                views.Add(isFlipped ? Mirrored(map, 8) : map);
            }

        var augmented = _network.Explain(
            ["last"], "chelsea", [new ClassScore(6)], order => order with { IsAugmented = true }, MethodTable.GradCam).Explanations[0];

        float[] mean = [.. Enumerable.Range(0, 64).Select(i => views.Average(view => view[i]))];
        Assert.InRange(Deviation.Of(mean, augmented.Map!.Values), 0, Rounding);
    }

    private static float[] Scaled(SignedMap map) => Array.ConvertAll(map.Values, value => Math.Max(value, 0) / map.Values.Max());

    private static float[] Mirrored(float[] values, int width = RecordedNetwork.Side) =>
        [.. values.Chunk(width).SelectMany(row => row.Reverse())];

    private static void Same(Explanation alone, Explanation together)
    {
        Assert.Equal(alone.Method, together.Method);
        Assert.Equal(alone.LayerName, together.LayerName);
        Assert.Equal(alone.Score, together.Score, Rounding);
        if (alone.Map is { } map)
            Assert.InRange(Deviation.Of(map.Values, together.Map!.Values), 0, Rounding);
        if (alone.Attribution is { } values)
            Assert.InRange(Deviation.Of(values, together.Attribution!), 0, Rounding);
    }
}
