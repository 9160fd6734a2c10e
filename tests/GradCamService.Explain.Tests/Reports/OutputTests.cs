using GradCamService.Explain.Concepts;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests.Networks;
using GradCamService.Onnx.Analysis;
using Xunit;

namespace GradCamService.Explain.Tests.Reports;

/// <summary>Which of a file's outputs are its scores, and what one number stands for.</summary>
[Collection(TorchCollection.Name)]
public sealed class OutputTests : IDisposable
{
    /// <summary>Two programs' float32 through two convolutions.</summary>
    private const double Float = 1e-5;

    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("label", "best")]
    [InlineData("best", "label")]
    [InlineData("label")]
    [InlineData("best")]
    [InlineData("ranks")]
    [InlineData("three")]
    [InlineData("logits", "s")]
    [InlineData("s", "logits")]
    [InlineData("label", "s")]
    [InlineData("sure")]
    public void Decisions_are_read_before_they_are_made(params string[] outputs)
    {
        var network = Logits().Longs("all", 5).Longs("k", 3).Floats("limit", [0.5f]).Node("Softmax", "logits", "s")
            .Node("ArgMax", "s", "label", ("axis", 1), ("keepdims", 0)).Node("ReduceMax", "s", "best", ("axes", new long[] { 1 }), ("keepdims", 0))
            .Node("TopK", "s all", "ranks").Node("TopK", "s k", "three").Node("Greater", "s limit", "sure");
        foreach (var top in network.Graph.Node.Where(node => node.OpType == "TopK"))
            top.Output.Add(top.Output[0] + ".indices");

        var model = _models.Load(network.Output(outputs), "decisions");

        Assert.Equal(("logits", 5, ScoreMeaning.Softmax), (model.Manifest.Output, model.Concepts.Classes.Count, model.Scores.Meaning));
    }

    [Theory]
    [InlineData("n s", 0)]
    [InlineData("s n", 1)]
    public void A_share_beside_its_complement_is_both_sides_of_one_number(string order, int complement)
    {
        var model = _models.Load(One().Floats("one", [1]).Node("Sigmoid", "z", "s").Node("Sub", "one s", "n")
            .Node("Concat", order, "y", ("axis", 1)).Output("y"), "pair");
        var image = ModelsFolder.Pattern(model);

        var (found, expected) = (model.Predict(image), Oracle.Run(model, image));

        Assert.Equal("sigmoid", Names.Of(model.Scores.Meaning));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second.Probability!.Value, Float));
        Assert.Equal(found[complement].Score, -found[1 - complement].Score);
    }

    [Theory]
    [InlineData("Sigmoid", "sigmoid")]
    [InlineData("Identity", "sigmoid")]
    [InlineData("HardSigmoid", "probabilities")]
    public void One_number_with_two_labels_has_both_classes(string end, string meaning)
    {
        var folder = One().Node(end, "z", "y").Output("y").SaveInto(_models.Path, "labels");
        File.WriteAllText(Path.Combine(folder, "labels.txt"), "no\nyes\n");

        var model = _models.Load(folder);

        var image = ModelsFolder.Pattern(model);
        var (found, y) = (model.Predict(image), Oracle.Run(model, image)[0]);
        var share = end == "Identity" ? 1 / (1 + Math.Exp(-y)) : y;
        Assert.Equal(meaning, Names.Of(model.Scores.Meaning));
        Assert.Equal(("no", "yes"), (found[0].Concept.Label, found[1].Concept.Label));
        Assert.Equal((1 - share, share), (found[0].Probability!.Value, found[1].Probability!.Value), (a, b) => Math.Abs(a.Item2 - b.Item2) < Float);
        Assert.Equal(found[1].Score, -found[0].Score);
    }

    [Fact]
    public void One_of_two_shares_with_two_labels_has_both_classes()
    {
        var folder = Logits().Weight("w4", 2, 12).Node("Gemm", "flat w4", "two", ("transB", 1)).Node("Softmax", "two", "s").Longs("second", 1)
            .Node("Gather", "s second", "y", ("axis", 1)).Output("y").SaveInto(_models.Path, "second");
        File.WriteAllText(Path.Combine(folder, "labels.txt"), "no\nyes\n");

        var model = _models.Load(folder);

        var image = ModelsFolder.Pattern(model);
        var (found, share) = (model.Predict(image), Oracle.Run(model, image)[0]);
        Assert.Equal(1 - share, found[0].Probability!.Value, Float);
        Assert.Equal(share, found[1].Probability!.Value, Float);
        Assert.Equal(Math.Log(1 - share), found[0].Score!.Value, Float);
        Assert.Equal(Math.Log(share), found[1].Score!.Value, Float);
    }

    [Fact]
    public void Numbers_that_a_manifest_calls_probabilities_and_that_are_none_are_refused()
    {
        var folder = Logits().Output("logits").SaveInto(_models.Path, "none");
        File.WriteAllText(Path.Combine(folder, "model.json"), """
            { "name": "none", "task": "classification", "graph": "model.onnx", "scores": "probabilities",
              "input": { "width": 16, "height": 16, "mean": [0], "std": [1] } }
            """);

        Assert.Contains("scores: says probabilities, and 'logits' has numbers from -", _models.Entry(folder).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_that_a_manifest_names_mean_what_the_graph_makes_of_them()
    {
        var folder = One().Floats("one", [1]).Node("Sigmoid", "z", "s").Node("Sub", "one s", "n").Node("Concat", "n s", "y", ("axis", 1)).Output("y")
            .SaveInto(_models.Path, "named");
        File.WriteAllText(Path.Combine(folder, "model.json"), """
            { "name": "named", "task": "classification", "graph": "model.onnx", "output": "z",
              "input": { "width": 16, "height": 16, "mean": [0], "std": [1] } }
            """);

        var model = _models.Load(folder);

        Assert.Equal((ScoreMeaning.Sigmoid, 1), (model.Scores.Meaning, model.Concepts.Classes.Count));
    }

    [Theory]
    [InlineData("a number", "")]
    [InlineData("years", "Sigmoid Mul")]
    [InlineData("from −1 to 1", "Tanh")]
    [InlineData("positive", "Softplus")]
    public void A_plain_number_has_no_probability(string name, string ends)
    {
        var network = One().Floats("years", [80]);
        var last = "z";
        foreach (var end in ends.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            network.Node(end, end == "Mul" ? $"{last} years" : last, last += end[0]);

        var model = _models.Load(network.Output(last), "number");

        var image = ModelsFolder.Pattern(model);
        var only = Assert.Single(model.Predict(image));
        Assert.True(only.Probability is null, name);
        Assert.Equal(Oracle.Run(model, image)[0], only.Score!.Value, 80 * Float);
    }

    [Theory]
    [InlineData("flat")]
    [InlineData("unit")]
    public void Features_are_recognized_and_say_so(string output)
    {
        var network = Logits().Node("LpNormalization", "logits", "unit", ("axis", 1), ("p", 2));

        var model = _models.Load(network.Output(output), "features");

        Assert.Equal(ScoreMeaning.Linear, model.Scores.Meaning);
        Assert.StartsWith("linear: features and not scores of classes", model.Manifest.Inferred["scores"], StringComparison.Ordinal);
        Assert.Null(model.Predict(ModelsFolder.Pattern(model))[0].Probability);
    }

    [Fact]
    public void Features_beside_scores_are_passed_over() =>
        Assert.Equal("logits", _models.Load(Logits().Output("flat", "logits"), "both").Manifest.Output);

    [Theory]
    [InlineData("softmax")]
    [InlineData("sigmoid")]
    [InlineData("linear")]
    [InlineData("probabilities")]
    public void A_manifest_may_say_what_scores_are(string said)
    {
        var folder = Logits().Node("Sigmoid", "logits", "y").Output("y").SaveInto(_models.Path, "said");
        File.WriteAllText(Path.Combine(folder, "model.json"), $$"""
            { "name": "said", "task": "classification", "graph": "model.onnx", "scores": "{{said}}",
              "input": { "width": 16, "height": 16, "mean": [0], "std": [1] } }
            """);

        var model = _models.Load(folder);

        var image = ModelsFolder.Pattern(model);
        var (found, y) = (model.Predict(image), Oracle.Run(model, image));
        var logits = y.Select(share => Math.Log(share / (1 - share))).ToList();
        var sum = logits.Sum(Math.Exp);
        Assert.All(Enumerable.Range(0, 5), i =>
        {
            double? probability = said switch { "softmax" => Math.Exp(logits[i]) / sum, "linear" => null, _ => y[i] };
            Assert.Equal(said == "linear" ? y[i] : logits[i], found[i].Score!.Value, 1e-4);
            Assert.Equal(probability ?? -1, found[i].Probability ?? -1, 1e-4);
        });
        Assert.False(model.Manifest.Inferred.ContainsKey("scores"));
    }

    [Fact]
    public void A_group_of_independent_labels_is_its_largest_member()
    {
        var folder = Logits().Node("Sigmoid", "logits", "y").Output("y").SaveInto(_models.Path, "group");
        var model = _models.Load(folder);
        var image = ModelsFolder.Pattern(model);
        var classes = model.Predict(image);

        var group = model.Explain(image, Target.Of(new Concept(null, null, "group", [], null, [0, 1, 4]), null, model.Scores.AreIndependent).Score)
            .Explanations[0];

        var best = new[] { 0, 1, 4 }.MaxBy(index => classes[index].Score);
        var alone = model.Explain(image, new ClassScore(best)).Explanations[0];
        Assert.Equal((alone.Score, alone.Probability), (group.Score, group.Probability));
        Assert.Equal(alone.Map!.Values, group.Map!.Values);
    }

    private static NetworkBuilder Logits() =>
        SmallNetworks.Features(new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16)).Head("relu2", "logits");

    private static NetworkBuilder One() => Logits().Weight("w4", 1, 12).Node("Gemm", "flat w4", "z", ("transB", 1));
}
