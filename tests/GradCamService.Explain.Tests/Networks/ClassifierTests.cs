using GradCamService.Explain.Explainers;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using Xunit;

namespace GradCamService.Explain.Tests.Networks;

/// <summary>Several concepts share a pass through the dense layer at the end, where there is one.</summary>
[Collection(TorchCollection.Name)]
public sealed class ClassifierTests : IDisposable
{
    /// <summary>Of the largest magnitude: the same sums in another order.</summary>
    private const double Rounding = 1e-6;

    private static readonly Target[] Targets =
        [new ClassTarget(0), new GroupTarget([1, 2]), new ContrastTarget(new ClassTarget(3), new ClassTarget(0)), new ClassTarget(4)];

    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("gemm", true)]
    [InlineData("gemm, transposed", true)]
    [InlineData("matmul and bias", true)]
    [InlineData("scaled", false)]
    [InlineData("convolution", false)]
    [InlineData("clipped", false)]
    public void Concepts_together_have_the_maps_that_each_has_alone(string head, bool isDense)
    {
        var model = _models.Load(Network(head), "model");
        Assert.Equal(isDense, model.Network.Classifier is not null);

        var together = Explain(model, Targets);

        Assert.All(Targets.Zip(together), pair =>
        {
            var alone = Explain(model, pair.First)[0];
            Assert.Equal(alone.Score, pair.Second.Score, Math.Abs(alone.Score) * Rounding);
            Assert.InRange(Deviation.Of(alone.Map!.Values, pair.Second.Map!.Values), 0, Rounding);
        });
    }

    private static IReadOnlyList<TargetExplanation> Explain(LoadedModel model, params Target[] targets) => model.Explain(
        [new ExplainerItem(ModelsFolder.Pattern(model), new NamedTargets(targets), Counterfactual: true)],
        model.DefaultLayer.Name, new Passes(true, false)).Results[0].Explanations;

    private static NetworkBuilder Network(string head)
    {
        const int Features = 12;
        var network = SmallNetworks.Features(new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16))
            .Node("GlobalAveragePool", "relu2", "pooled").Node("Flatten", "pooled", "flat").Weight("b3", SmallNetworks.Classes);
        var rows = new NetworkBuilder().Weight("w3", SmallNetworks.Classes, Features).Graph.Initializer;
        var columns = new NetworkBuilder().Weight("w3", Features, SmallNetworks.Classes).Graph.Initializer;
        switch (head)
        {
            case "gemm": network.Node("Gemm", "flat w3 b3", "logits", ("transB", 1)); break;
            case "gemm, transposed": network.Node("Gemm", "flat w3 b3", "logits"); break;
            case "matmul and bias": network.Node("MatMul", "flat w3", "product").Node("Add", "b3 product", "logits"); break;
            case "scaled": network.Node("Gemm", "flat w3 b3", "logits", ("transB", 1), ("alpha", 0.5f)); break;
            case "clipped": network.Node("Gemm", "flat w3 b3", "dense", ("transB", 1)).Node("Tanh", "dense", "logits"); break;
            default:
                network.Weight("w4", SmallNetworks.Classes, Features, 1, 1).Node("Conv", "pooled w4 b3", "wide").Node("Flatten", "wide", "logits");
                break;
        }
        network.Graph.Initializer.Add(head is "gemm, transposed" or "matmul and bias" ? columns : rows);
        return network.Output("logits");
    }
}
