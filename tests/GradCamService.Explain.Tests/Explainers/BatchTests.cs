using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Targets;
using TorchSharp;
using Xunit;

namespace GradCamService.Explain.Tests.Explainers;

/// <summary>Requests share batches; nobody may notice.</summary>
[Collection(TorchCollection.Name)]
public sealed class BatchTests(Lite0 lite0, ITestOutputHelper output)
{
    private static readonly string[] Layers = ["head", "block10", "block4"];

    /// <summary>Different photos, different numbers of concepts, one of each kind, one counterfactual, one that is not told its target.</summary>
    private Asked[] Mixed =>
    [
        new(Input("chelsea"), Named("282", "285", "n02121808")),
        new(Input("coffee"), Named("967"), Counterfactual: true),
        new(Input("coffee"), Named("968", "967-968")),
        new(Input("rocket"), new BestPredictions(4, lite0.Model.Concepts)),
        new(Input("chelsea"), new BestPredictions(1, lite0.Model.Concepts, lite0.Model.Concepts.ClassAt(285))),
    ];

    [Fact]
    public void A_batch_of_different_photos_and_concepts_gives_each_what_it_gets_alone()
    {
        foreach (var layer in Layers)
        {
            var together = lite0.Explain(layer, Mixed);

            Assert.Equal([3, 1, 2, 4, 1], together.Select(result => result.Explanations.Count));
            foreach (var (item, batched) in Mixed.Zip(together))
                AssertSame(lite0.Explain(layer, item)[0], batched, layer);
        }
    }

    [Fact]
    public void The_order_of_a_batch_does_not_matter()
    {
        var forth = lite0.Explain("head", Mixed);
        var back = lite0.Explain("head", [.. Enumerable.Reverse(Mixed)]);

        foreach (var (one, other) in forth.Zip(Enumerable.Reverse(back)))
            AssertSame(one, other, "head");
    }

    [Theory]
    [InlineData]
    [InlineData("grad-cam")]
    [InlineData("guided-backprop")]
    [InlineData("guided-grad-cam", "grad-cam")]
    public void No_tensor_is_alive_after_a_batch_that_was_not_before(params string[] names)
    {
        var methods = names.Select(name => MethodTable.All.Single(method => method.Name == name)).ToList();
        var items = methods.Count > 0 ? Mixed[..3] : [new Asked(Input("chelsea"), TargetChoice.None)];
        lite0.Model.Explain(items, "head", methods);
        var before = LivingTensors();

        lite0.Model.Explain(items, "head", methods);

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void No_tensor_is_alive_after_a_batch_that_fails()
    {
        var foreign = new Asked(Input("chelsea"), Asked.Scores(new ClassScore(1000)));
        Assert.ThrowsAny<Exception>(() => lite0.Explain("head", foreign));
        var before = LivingTensors();

        Assert.ThrowsAny<Exception>(() => lite0.Explain("head", foreign));

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    // Tensors of other tests that were left to the finalizer would leave in between and hide a leak.
    private static long LivingTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }

    private void AssertSame(Explained alone, Explained batched, string layer)
    {
        Assert.InRange(Deviation.Of(alone.Output.Logits, batched.Output.Logits), 0, Tolerances.Batch);
        foreach (var (one, other) in alone.Explanations.Zip(batched.Explanations, (one, other) => (one, other)))
        {
            var map = Deviation.Of(one.Map!.Values, other.Map!.Values);
            var guided = Deviation.Of(one.Attribution, other.Attribution);
            output.WriteLine($"{layer} {one.Target}: map {map:e1}, guided gradients {guided:e1}");
            Assert.Equal(one.Target.ToString(), other.Target.ToString());
            Assert.InRange(map, 0, Tolerances.Batch);
            Assert.InRange(guided, 0, Tolerances.Batch);
        }
    }

    private NamedTargets Named(params string[] concepts) => Asked.Scores(concepts.Select(lite0.Target));

    private static float[] Input(string photo) => Lite0Records.Load(Lite0Records.Photo(photo).Input).Values;
}
