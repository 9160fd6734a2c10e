using GradCamService.Explain.Explainers;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests.Networks;
using GradCamService.Onnx.Analysis;
using Xunit;

namespace GradCamService.Explain.Tests.Reports;

/// <summary>What scores mean, by files of kinds that users reported.</summary>
[Collection(TorchCollection.Name)]
public sealed class ScoreTests : IDisposable
{
    /// <summary>Two programs' float32 through two convolutions.</summary>
    private const double Float = 1e-5;

    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void Wrong_head_weights_deeper_second()
    {
        var (bare, described) = (_models.Report("01-wrong-head-weights/deeper-second"),
            _models.Described("01-wrong-head-weights/deeper-second", "\"output\": \"head_b\""));
        var image = ModelsFolder.Pattern(bare);
        Score[] classes = [.. Enumerable.Range(0, 5).Select(index => new ClassScore(index))];

        var (found, expected) = (bare.Explain(image, classes), described.Explain(image, classes));

        Assert.Equal("head_b", bare.Manifest.Output);
        Assert.Equal(Oracle.Run(bare, image, "head_b"), found.Output.Logits, (a, b) => Math.Abs(a - b) < Float);
        Assert.All(expected.Explanations.Zip(found.Explanations), pair =>
        {
            Assert.Equal(pair.First.Map!.Values, pair.Second.Map!.Values);
            Assert.Equal(pair.First.Attribution!, pair.Second.Attribution!);
        });
    }

    [Fact]
    public void A_copy_of_a_network_with_another_output_has_that_ones_dense_layer()
    {
        var model = _models.Report("01-wrong-head-weights/deeper-second");

        Assert.Equal("h1", model.Network.Classifier!.Input);
        var other = model.Network with { Wiring = model.Network.Wiring with { Output = "head_a" } };
        Assert.Equal(("flat", "w"), (other.Classifier!.Input, other.Classifier.Weight));
    }

    [Theory]
    [InlineData("02-sigmoid-probability/binary1", "prob")]
    [InlineData("02-sigmoid-probability/attributes", "attr_0")]
    [InlineData("03-probabilities-softmaxed-again/sigmoid-arith", "prob")]
    public void Sigmoids_have_their_own_probability(string kind, string output)
    {
        var model = _models.Report(kind);
        var image = ModelsFolder.Pattern(model);

        Assert.Equal(ScoreMeaning.Sigmoid, model.Scores.Meaning);
        AssertShares(Oracle.Run(model, image, output), model, image);
        Assert.StartsWith("sigmoid: what the ", model.Manifest.Inferred["scores"], StringComparison.OrdinalIgnoreCase);
        AssertLogits(model, image);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Each_output_of_sigmoid_probability_attributes_can_be_named(int attribute)
    {
        var model = _models.Described("02-sigmoid-probability/attributes", $"\"output\": \"attr_{attribute}\"");
        var image = ModelsFolder.Pattern(model);

        AssertShares(Oracle.Run(model, image, $"attr_{attribute}"), model, image);
    }

    [Fact]
    public void Sigmoid_probability_regression()
    {
        var model = _models.Report("02-sigmoid-probability/regression");
        var image = ModelsFolder.Pattern(model);

        var only = Assert.Single(model.Predict(image));

        Assert.Equal(("age", null), (only.Concept.Label, only.Probability));
        Assert.Equal(Oracle.Run(model, image)[0], only.Score!.Value, Float);
        Assert.Null(model.Explain(image, new ClassScore(0)).Explanations[0].Probability);
        Assert.StartsWith("linear: ", model.Manifest.Inferred["scores"], StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_softmaxed_again_binary_concat()
    {
        var model = _models.Report("03-probabilities-softmaxed-again/binary-concat");
        var image = ModelsFolder.Pattern(model);

        AssertShares(Oracle.Run(model, image), model, image);
        Assert.Equal(["healthy", "ill"], model.Predict(image).Select(prediction => prediction.Concept.Label));
        AssertOpposite(model, image);
    }

    [Fact]
    public void Binary_two_labels()
    {
        var model = _models.Report("14-binary-two-labels/binary1-two-labels");
        var image = ModelsFolder.Pattern(model);
        var share = Oracle.Run(model, image)[0];

        AssertShares([1 - share, share], model, image);
        AssertOpposite(model, image);
        Assert.Equal(Math.Log(share / (1 - share)), model.Predict(image)[1].Score!.Value, 1e-4);
    }

    [Fact]
    public void Topk_output()
    {
        var model = _models.Report("05-topk-output/topk-out");
        var image = ModelsFolder.Pattern(model);

        Assert.Equal(("logits", 5), (model.Manifest.Output, model.Concepts.Classes.Count));
        var best = model.Probabilities(image).OrderDescending().Take(3).Select(share => (float)share);
        Assert.Equal(Oracle.Run(model, image, "scores"), best, (a, b) => Math.Abs(a - b) < Float);
    }

    private static void AssertShares(float[] expected, LoadedModel model, float[] image)
    {
        var found = model.Probabilities(image);
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, Float));
        var explained = model.Explain(image, [.. Enumerable.Range(0, found.Length).Select(index => new ClassScore(index))]);
        Assert.Equal(found, explained.Explanations.Select(explanation => explanation.Probability!.Value));
    }

    /// <summary>The explained scores are the shares' logits, so that a certain network has a gradient, too.</summary>
    private static void AssertLogits(LoadedModel model, float[] image) => Assert.All(
        model.Predict(image), found => Assert.Equal(found.Probability!.Value, 1 / (1 + Math.Exp(-found.Score!.Value)), Float));

    private static void AssertOpposite(LoadedModel model, float[] image)
    {
        var explained = model.Explain(image, new ClassScore(0), new ClassScore(1));
        Explanation first = explained.Explanations[0], second = explained.Explanations[1];
        Assert.Equal(first.Score, -second.Score);
        Assert.Equal(first.Map!.Values.Select(value => -value), second.Map!.Values);
        AssertLogits(model, image);
    }
}
