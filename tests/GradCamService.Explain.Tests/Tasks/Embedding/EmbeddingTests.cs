using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Tasks.Embedding;
using GradCamService.Explain.Tests.Networks;
using GradCamService.Onnx.Analysis;
using Xunit;

namespace GradCamService.Explain.Tests.Tasks.Embedding;

/// <summary>A network of two channels, red and green: its embedding is their means over 2 × 2 pixels.</summary>
[Collection(TorchCollection.Name)]
public sealed class EmbeddingTests : IDisposable
{
    private const double FloatRounding = 1e-6;

    // Red 1 … 5 has the mean 3, green 4 everywhere: e = (3, 4), |e| = 5. Blue is not seen.
    private static readonly float[] Image = [1, 2, 4, 5, 4, 4, 4, 4, 9, 9, 9, 9];

    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("[N, D]")]
    [InlineData("[N, D, 1, 1]")]
    public void The_map_of_a_similarity_is_what_one_finds_by_hand(string output)
    {
        var model = Load(output);

        // r = (2, 0): the cosine is 0.6, its gradient at e (0.128, −0.096), at each of four pixels a quarter; so are the channels' weights.
        var explained = model.Explain([Ask() with { Vector = [2, 0] }], "map", MethodTable.GradCam)[0].Explanations[0];

        Assert.Equal(0.6, explained.Score, FloatRounding);
        Assert.Null(explained.Probability);
        Assert.Equal("similarity", explained.Target.Concept.Label);
        double[] expected = [.. new[] { 1, 2, 4, 5 }.Select(red => (0.128 * red - 0.096 * 4) / 4)];
        Assert.All(expected.Zip(explained.Map!.Values), pair => Assert.Equal(pair.First, pair.Second, FloatRounding));
    }

    [Fact]
    public void A_second_image_is_a_constant_and_its_order_counts()
    {
        var model = Load("[N, D]");
        // Red 2, green 0: r = (2, 0), as above.
        float[] second = [2, 2, 2, 2, 0, 0, 0, 0, 1, 1, 1, 1];

        var given = model.Explain([Ask() with { Vector = [2, 0] }], "map", MethodTable.GuidedGradCam)[0];
        var shown = model.Explain([Ask() with { Second = second }], "map", MethodTable.GuidedGradCam)[0];
        var turned = model.Explain([Ask(second) with { Second = Image }], "map", MethodTable.GuidedGradCam)[0];

        Assert.Equal(given.Explanations[0].Map!.Values, shown.Explanations[0].Map!.Values);
        Assert.Equal(given.Explanations[0].Attribution!, shown.Explanations[0].Attribution!);
        Assert.Equal(given.Explanations[0].Score, turned.Explanations[0].Score, FloatRounding);
        Assert.NotEqual(given.Explanations[0].Map!.Values, turned.Explanations[0].Map!.Values);
    }

    [Fact]
    public void Every_method_that_compares_no_classes_explains_a_similarity()
    {
        var model = Load("[N, D]");
        float[] second = [2, 2, 2, 2, 0, 0, 0, 0, 1, 1, 1, 1];

        Assert.All(MethodTable.All.Where(method => !method.NeedsClasses), method =>
        {
            var explained = model.Explain([Ask() with { Second = second }], "map", method)[0].Explanations[0];
            Assert.Equal(0.6, explained.Score, FloatRounding);
            Assert.NotEqual(MapStatus.NonFinite, explained.Status);
            Assert.Contains((explained.Map?.Values ?? explained.Attribution)!, value => value != 0);
        });
    }

    [Fact]
    public void In_one_batch_each_image_is_compared_with_its_own()
    {
        var model = Load("[N, D]");
        float[] red = [2, 2, 2, 2, 0, 0, 0, 0, 1, 1, 1, 1];
        float[] green = [0, 0, 0, 0, 7, 7, 7, 7, 1, 1, 1, 1];
        Asked[] orders = [Ask() with { Second = red }, Ask() with { Vector = [-3, -4] }, Ask() with { Second = green }];

        var scores = model.Explain(orders, "map", MethodTable.GradCam).Select(explained => explained.Explanations[0].Score).ToList();

        Assert.Equal(0.6, scores[0], FloatRounding);
        Assert.Equal(-1, scores[1], FloatRounding);
        Assert.Equal(0.8, scores[2], FloatRounding);
    }

    [Fact]
    public void Nothing_is_asked_of_the_meaning_of_its_numbers()
    {
        var model = Load("[N, D]");

        Assert.Equal((ScoreMeaning.Linear, 2), (model.Scores.Meaning, Assert.IsType<EmbeddingReading>(model.Scores).Length));
        Assert.Equal("'embedding': the graph's only output that is a vector", model.Manifest.Inferred["output"]);
        Assert.Equal(["similarity"], model.Concepts.Classes.Select(concept => concept.Label));
        Assert.Null(model.Explain([Ask() with { Vector = [1, 1] }])[0].Output.Shares);
    }

    [Theory]
    [InlineData("""{ "output": "map" }""", "output: an embedding is a vector an image, [N, D] or [N, D, 1, 1] with two numbers or more; there is 'map' [N, 2, 2, 2]")]
    [InlineData("""{ "scores": "softmax" }""", "scores: the numbers of an embedding are linear")]
    [InlineData("""{ "labels": ["a", "b"] }""", "labels: the numbers of an embedding have no names")]
    [InlineData("""{ "concepts": "labels.txt" }""", "; task is embedding")]
    public void What_does_not_belong_to_an_embedding_is_refused(string change, string reason) =>
        Assert.Contains(reason, _models.Entry(Save("[N, D]", change)).Reason, StringComparison.Ordinal);

    [Fact]
    public void Of_two_vectors_the_manifest_has_to_name_one()
    {
        var network = Network("[N, D]").Node("Neg", "embedding", "negative").Output("negative");

        var reason = _models.Entry(Save("[N, D]", "{}", network)).Reason;

        Assert.Contains("output: of 'embedding' [N, 2], 'negative' [N, 2] several are vectors; name the embedding", reason, StringComparison.Ordinal);
    }

    private LoadedModel Load(string output) => _models.Load(Save(output, "{}"));

    private static Asked Ask(float[]? image = null) => new(image ?? Image, SimilarityTarget.Instance);

    private static NetworkBuilder Network(string output)
    {
        var network = new NetworkBuilder().Input("image", 1, "batch", 3, 2, 2).Floats("pick", [1, 0, 0, 0, 1, 0], 2, 3, 1, 1)
            .Node("Conv", "image pick", "picked", ("kernel_shape", new long[] { 1, 1 })).Node("Relu", "picked", "map");
        return output == "[N, D]" ? network.Node("GlobalAveragePool", "map", "pooled").Node("Flatten", "pooled", "embedding").Output("embedding")
            : network.Node("GlobalAveragePool", "map", "embedding").Output("embedding");
    }

    private string Save(string output, string change, NetworkBuilder? network = null)
    {
        var folder = (network ?? Network(output)).SaveInto(_models.Path, "alike");
        var rest = change[1..^1].Trim();
        File.WriteAllText(Path.Combine(folder, "model.json"), $$"""
            { "name": "alike", "task": "embedding", "graph": "model.onnx", "layers": ["map"]{{(rest.Length > 0 ? ", " + rest : "")}},
              "input": { "layout": "NCHW", "width": 2, "height": 2, "mean": [0], "std": [1] } }
            """);
        return folder;
    }
}
