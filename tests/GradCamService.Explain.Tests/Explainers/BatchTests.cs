using GradCamService.Explain.Explainers;
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
    private ExplainerItem[] Mixed =>
    [
        new(Input("chelsea"), Named("282", "285", "n02121808")),
        new(Input("coffee"), Named("967"), Counterfactual: true),
        new(Input("coffee"), Named("968", "967-968")),
        new(Input("rocket"), new BestPredictions(4, null)),
        new(Input("chelsea"), new BestPredictions(1, new ClassTarget(285))),
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
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void No_tensor_is_alive_after_a_batch_that_was_not_before(bool maps, bool guided)
    {
        var items = maps || guided ? Mixed[..3] : [new ExplainerItem(Input("chelsea"), TargetChoice.None)];
        lite0.Model.Explain(items, "head", new Passes(maps, guided));
        var before = LivingTensors();

        lite0.Model.Explain(items, "head", new Passes(maps, guided));

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void No_tensor_is_alive_after_a_batch_that_fails()
    {
        var foreign = new ExplainerItem(Input("chelsea"), new NamedTargets([new ClassTarget(1000)]));
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

    private void AssertSame(ExplainerResult alone, ExplainerResult batched, string layer)
    {
        Assert.InRange(Deviation.Of(alone.Output.Logits, batched.Output.Logits), 0, Tolerances.Batch);
        foreach (var (one, other) in alone.Explanations.Zip(batched.Explanations, (one, other) => (one, other)))
        {
            var map = Deviation.Of(one.Map!.Values, other.Map!.Values);
            var guided = Deviation.Of(one.GuidedGradients, other.GuidedGradients);
            output.WriteLine($"{layer} {one.Target}: map {map:e1}, guided gradients {guided:e1}");
            Assert.Equal(one.Target.ToString(), other.Target.ToString());
            Assert.InRange(map, 0, Tolerances.Batch);
            Assert.InRange(guided, 0, Tolerances.Batch);
        }
    }

    private NamedTargets Named(params string[] concepts) => new(concepts.Select(lite0.Target).ToList());

    private static float[] Input(string photo) => Lite0Records.Load(Lite0Records.Photo(photo).Input).Values;
}
