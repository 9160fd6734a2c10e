using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests.Networks;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using Xunit;

namespace GradCamService.Explain.Tests.Methods;

/// <summary>
/// A network that is small enough for pen and paper: A₁ = ReLU(x), A₂ = ReLU(−x), S₀ = ΣA₁ − ΣA₂, S₁ = ΣA₂, on x = [1, −2, 3, −4]. So S₀ = −2, S₁ = 6,
/// ∂S₀/∂A = (1, −1) everywhere.
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class HandComputedTests : IDisposable
{
    /// <summary>Float32 of numbers around 1.</summary>
    private const double Rounding = 1e-5;

    private static readonly float[] Image = [1, -2, 3, -4];

    private static readonly Dictionary<string, float[]> Expected = new()
    {
        ["grad-cam"] = [1, -2, 3, -4],
        ["hires-cam"] = [1, -2, 3, -4],
        ["xgrad-cam"] = [1, -2, 3, -4],
        // Only A₁ has positive gradients.
        ["layer-cam"] = [1, 0, 3, 0],
        ["grad-cam-elementwise"] = [1, 0, 3, 0],
        // w₁ = 4 · 1 / (2 + ΣA₁) with ΣA₁ = 4; w₂ = 0.
        ["grad-cam++"] = [4 / 6f, 0, 2, 0],
        // The columns of X are orthogonal, and A₂ is the longer.
        ["eigen-cam"] = [0, 2, 0, 4],
        // Without A₁, S = −6: it adds 4. Without A₂, S = 4: it takes 6.
        ["ablation-cam"] = [4, -12, 12, -24],
        // x · H₁ = [1/3, 0, 3, 0] scores 10/3, x · H₂ = [0, −1, 0, −4] scores −5: w is their softmax.
        ["score-cam"] = [0.99976f, 0.00048f, 2.99928f, 0.00096f],
        // Against the only other class: ∂(S₀ − S₁)/∂A = (1, −2).
        ["finer-cam"] = [1, -4, 3, -8],
        ["gradient"] = [1, 1, 1, 1],
        // R = (1, −1): what is negative is dropped, at A₁ where x ≤ 0, too.
        ["guided-backprop"] = [1, 0, 1, 0],
        ["deconvolution"] = [1, 1, 1, 1],
        ["input-x-gradient"] = [1, -2, 3, -4],
        // The way from 0 is straight, and sums to S₀.
        ["integrated-gradients"] = [1, -2, 3, -4],
        ["occlusion"] = [1, -2, 3, -4],
        // ReLU(M) · guided gradient.
        ["guided-hires-cam"] = [1, 0, 3, 0],
    };

    private readonly ModelsFolder _models = new();

    public static TheoryData<string> Names => [.. Expected.Keys];

    public void Dispose() => _models.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_method_says_what_pen_and_paper_say(string name)
    {
        var found = Explain(Load(), MethodTable.Named(name), new MethodSettings { Patch = 1, Stride = 1 });

        Assert.Equal(-2, found.Score, Rounding);
        Assert.Equal(Expected[name], Values(found), (one, other) => Math.Abs(one - other) < Rounding * 10);
    }

    [Theory]
    [InlineData("grad-cam")]
    [InlineData("ablation-cam")]
    [InlineData("integrated-gradients")]
    [InlineData("occlusion")]
    public void What_speaks_against_a_class_is_what_speaks_for_it_turned(string name)
    {
        var model = Load();
        var settings = new MethodSettings { Patch = 1, Stride = 1 };

        var against = model.Explain(Ask(), order => order with { Settings = settings, IsCounterfactual = true }, MethodTable.Named(name)).Explanations[0];

        Assert.Equal(Expected[name].Select(value => -value), Values(against), (one, other) => Math.Abs(one - other) < Rounding * 10);
    }

    [Theory]
    [InlineData("black", -1f)]
    [InlineData("white", 1f)]
    [InlineData("#404040", (64 / 127.5f) - 1)]
    public void Integrated_gradients_sum_to_the_difference_from_any_baseline(string name, float color)
    {
        var model = Load();
        var baseline = Baselines.Find(name, new GradCamService.Explain.Fields.FieldErrors())!;

        var found = Explain(model, MethodTable.Named("integrated-gradients"), new MethodSettings { Baseline = baseline });

        // S₀ is the sum of x itself.
        Assert.Equal(-2 - (4 * color), found.Attribution!.Sum(), Rounding * 10);
        Assert.Equal(-2 - (4 * color), found.Difference!.Value, Rounding * 10);
    }

    [Fact]
    public void What_is_random_depends_on_the_seed_alone_and_not_on_how_much_is_done_at_once()
    {
        var model = Load();
        foreach (var name in new[] { "rise", "smooth-grad" })
        {
            float[] Of(int seed, int most) => model.Explain(
                Ask(), order => order with { Settings = new MethodSettings { Masks = 20, Seed = seed } }, new Pace(most, () => { }), MethodTable.Named(name))
                .Explanations[0].Attribution!;

            var one = Of(7, 16);

            Assert.Equal(one, Of(7, 3), (first, second) => Math.Abs(first - second) < Rounding);
            if (name == "rise")
                Assert.NotEqual(one, Of(8, 16));
        }
    }

    [Fact]
    public void Between_backward_passes_another_batch_may_be_computed_and_changes_nothing()
    {
        var (model, guided) = (Load(), MethodTable.Named("guided-backprop"));
        var many = new Asked(Image, Asked.Scores([.. Enumerable.Repeat(new ClassScore(0), 40)]));
        var (alone, pauses) = (Explain(model, guided, MethodSettings.Default).Attribution!, 0);

        var found = model.Explain(many, order => order, new Pace(Pace.Usual, () =>
        {
            pauses++;
            Assert.Equal(alone, Explain(model, guided, MethodSettings.Default).Attribution!);
        }), guided);

        // Of one image: after each four of forty passes, but for the last.
        Assert.Equal(9, pauses);
        Assert.All(found.Explanations, explanation => Assert.Equal(alone, explanation.Attribution!));
    }

    private static float[] Values(Explanation found) => found.Method.Pixels is null ? found.Map!.Values : found.Pixels;

    private static Explanation Explain(LoadedModel model, Method method, MethodSettings settings) =>
        model.Explain(Ask(), order => order with { Settings = settings }, method).Explanations[0];

    private static Asked Ask() => new(Image, Asked.Scores(new ClassScore(0)));

    private LoadedModel Load()
    {
        var folder = new NetworkBuilder().Input("image", 1, "batch", 1, 2, 2)
            .Floats("w", [1, -1], 2, 1, 1, 1).Floats("head", [4, -4, 0, 4], 2, 2).Floats("bias", [0, 0], 2)
            .Node("Conv", "image w", "c").Node("Relu", "c", "a").Node("GlobalAveragePool", "a", "p").Node("Flatten", "p", "f")
            .Node("Gemm", "f head bias", "scores", ("transB", 1)).Output("scores").SaveInto(_models.Path, "hand");
        var graph = GraphLoader.Load(Path.Combine(folder, "model.onnx"), new GraphOptions { Keep = ["a"] });
        var network = new ImageNetwork(new GraphRunner(graph), null, new Wiring("image", "scores"));
        var manifest = Asked.Manifest([1, 2, 2]);
        var spec = manifest.Input.Spec with { Color = GradCamService.Explain.Imaging.ColorOrder.Gray, Mean = [127.5f], Std = [127.5f] };
        return Asked.Model(network, [Asked.Layer("a", 2, 2, 2)], manifest with { Input = manifest.Input with { Spec = spec } });
    }
}
