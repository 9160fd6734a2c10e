using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests.Networks;
using GradCamService.Onnx;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Reports;

/// <summary>The same logits behind every end that exporters and people write: shares as ONNX Runtime has them, maps of what is squashed.</summary>
[Collection(TorchCollection.Name)]
public sealed class ScoreEndTests : IDisposable
{
    /// <summary>Two programs' float32 through two convolutions, in percent 100 times as much.</summary>
    private const double Float = 1e-5;

    /// <summary>Of the largest magnitude: a map by autograd in one piece, or from a leaf on.</summary>
    private const double Rounding = 1e-5;

    private readonly ModelsFolder _models = new();

    public static TheoryData<string> Names => [.. ScoreEnd.All.Select(end => end.Name)];

    public void Dispose() => _models.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Shares_are_the_files_own(string name)
    {
        var (end, model) = Load(name);
        var image = ModelsFolder.Pattern(model);

        Assert.Equal(end.Meaning, model.Scores.Meaning);
        var expected = Oracle.Run(model, image, "y").Select(value => end.IsLog ? Math.Exp(value) : value / end.Certain);
        Assert.All(expected.Zip(model.Probabilities(image)), pair => Assert.Equal(pair.First, pair.Second, Float));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Maps_are_of_the_logits_or_else_of_the_shares_logarithm(string name)
    {
        var (end, model) = Load(name);
        var image = ModelsFolder.Pattern(model);

        var explained = model.Explain(image, new ClassScore(1)).Explanations[0];

        var (score, map) = ByAutograd(model, image, end);
        Assert.Equal(score, explained.Score, Math.Max(1, Math.Abs(score)) * Rounding);
        Assert.InRange(Deviation.Of(map, explained.Map!.Values), 0, Rounding);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_written_manifest_gives_the_same(string name)
    {
        var (_, bare) = Load(name);
        File.WriteAllText(Path.Combine(bare.Manifest.Folder, "model.json"), Explain.Manifests.ManifestWriter.Write(bare.Manifest));

        var described = _models.Load(bare.Manifest.Folder);

        var image = ModelsFolder.Pattern(bare);
        Assert.Equal(bare.Scores, described.Scores);
        Assert.Equal(bare.Predict(image), described.Predict(image));
    }

    private (ScoreEnd End, LoadedModel Model) Load(string name)
    {
        var end = ScoreEnd.All.Single(each => each.Name == name);
        var network = SmallNetworks.Features(new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16)).Head("relu2", "logits");
        end.Add(network);
        return (end, _models.Load(network.Output("y"), "end"));
    }

    /// <summary>Grad-CAM of class 1 by its definition, on the logits or on the logarithm of the file's own shares.</summary>
    private static (float Score, float[] Map) ByAutograd(LoadedModel model, float[] image, ScoreEnd end)
    {
        using var scope = NewDisposeScope();
        using var mode = set_grad_enabled(true);
        var feeds = new Dictionary<string, Tensor> { ["image"] = tensor(image, [1, 3, 16, 16]) };
        var run = new GraphRun { Leaves = new HashSet<string> { "relu2" } };
        var fetched = model.Network.Graph.Run(feeds, [end.ExplainsLogits ? "logits" : "y", "relu2"], run);
        var y = end.ExplainsLogits || end.IsLog ? fetched[0] : (fetched[0] / end.Certain).log();
        var gradient = autograd.grad([y[0, 1]], [fetched[1]])[0];
        return (y[0, 1].item<float>(), TensorValues.Floats((gradient.mean([2, 3], true) * fetched[1]).sum(1)));
    }
}
