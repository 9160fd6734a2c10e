using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Targets;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using Xunit;

namespace GradCamService.Explain.Tests.Networks;

/// <summary>Backward passes begin behind the dense layer at the end, where there is one, and end at the target layer, where they reach it.</summary>
[Collection(TorchCollection.Name)]
public sealed class ClassifierTests : IDisposable
{
    private const int Features = 12;

    /// <summary>Of the largest magnitude: the same sums in another order.</summary>
    private const double Rounding = 1e-6;

    private static readonly Score[] Targets =
        [new ClassScore(0), new GroupScore([1, 2]), new ContrastScore(new ClassScore(3), new ClassScore(0)), new ClassScore(4)];

    // Column-major weights are the same numbers, so that every head computes the same.
    private static readonly float[] Weights = [.. Enumerable.Range(0, SmallNetworks.Classes * Features).Select(i => MathF.Sin(i * 1.3f))];
    private static readonly float[] Turned = [.. Enumerable.Range(0, Weights.Length).Select(i => Weights[i % SmallNetworks.Classes * Features + i / SmallNetworks.Classes])];

    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("gemm", true)]
    [InlineData("gemm, transposed", true)]
    [InlineData("matmul and bias", true)]
    [InlineData("scaled", false)]
    public void A_dense_head_gives_what_the_same_head_as_a_convolution_gives(string head, bool isDense)
    {
        var (convolution, model) = (Load("convolution"), Load(head));
        Assert.Null(convolution.Network.Classifier);
        Assert.Equal(isDense, model.Network.Classifier is not null);

        Assert.All(Explain(convolution, Targets).Zip(Explain(model, Targets)), pair =>
        {
            Assert.Equal(pair.First.Score, pair.Second.Score, Math.Abs(pair.First.Score) * Rounding);
            Assert.InRange(Deviation.Of(pair.First.Map!.Values, pair.Second.Map!.Values), 0, Rounding);
            Assert.InRange(Deviation.Of(pair.First.Attribution!, pair.Second.Attribution!), 0, Rounding);
        });
    }

    [Fact]
    public void A_bias_that_makes_five_scores_of_one_is_part_of_the_way()
    {
        var expected = Explain(Load("five by convolution"), new ClassScore(4))[0];
        var found = Explain(Load("five of one"), new ClassScore(4))[0];

        Assert.InRange(Deviation.Of(expected.Map!.Values, found.Map!.Values), 0, Rounding);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_layer_that_the_scores_do_not_depend_on_has_an_empty_map(bool guided)
    {
        var network = Network("gemm").Weight("w5", 4, 3, 1, 1).Node("Conv", "image w5", "aside").Output("aside").Build();
        using var graph = GraphLoader.Load(network, "aside.onnx", null, new GraphOptions());
        var model = Asked.Model(new ImageNetwork(new GraphRunner(graph), null, new Wiring("image", "logits")), "aside", [3, 16, 16]);

        var found = model.Explain(
            [new Asked([.. Enumerable.Repeat(1f, 3 * 16 * 16)], Asked.Scores(Targets))], guided ? MethodTable.GuidedGradCam : MethodTable.GradCam);

        Assert.All(found[0].Explanations, explanation => Assert.All(explanation.Map!.Values, value => Assert.Equal(0, value)));
    }

    private LoadedModel Load(string head) => _models.Load(Network(head), head);

    private static IReadOnlyList<Explanation> Explain(LoadedModel model, params Score[] targets) => model.Explain(
        [new Asked(ModelsFolder.Pattern(model), Asked.Scores(targets), Counterfactual: true)], MethodTable.GuidedGradCam)[0].Explanations;

    private static NetworkBuilder Network(string head)
    {
        var network = SmallNetworks.Features(new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16)).Output("logits")
            .Node("GlobalAveragePool", "relu2", "pooled").Node("Flatten", "pooled", "flat").Weight("b", SmallNetworks.Classes);
        NetworkBuilder Rows(float factor, params long[] more) =>
            network.Floats("w", [.. Weights.Select(weight => weight * factor)], [SmallNetworks.Classes, Features, .. more]);
        NetworkBuilder Columns() => network.Floats("w", Turned, Features, SmallNetworks.Classes);
        return head switch
        {
            "gemm" => Rows(1).Node("Gemm", "flat w b", "logits", ("transB", 1)),
            "gemm, transposed" => Columns().Node("Gemm", "flat w b", "logits"),
            "matmul and bias" => Columns().Node("MatMul", "flat w", "product").Node("Add", "b product", "logits"),
            "scaled" => Rows(2).Node("Gemm", "flat w b", "logits", ("transB", 1), ("alpha", 0.5f)),
            "convolution" => Rows(1, 1, 1).Node("Conv", "pooled w b", "wide").Node("Flatten", "wide", "logits"),
            "five of one" => network.Floats("w", Weights[..Features], Features, 1).Node("MatMul", "flat w", "one").Node("Add", "one b", "logits"),
            "five by convolution" => network.Floats("w", Weights[..Features], 1, Features, 1, 1)
                .Node("Conv", "pooled w", "wide").Node("Flatten", "wide", "one").Node("Add", "one b", "logits"),
            _ => throw new ArgumentOutOfRangeException(nameof(head)),
        };
    }
}
