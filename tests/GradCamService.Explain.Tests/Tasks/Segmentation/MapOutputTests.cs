using GradCamService.Explain.Methods;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Tasks.Segmentation;
using GradCamService.Explain.Tests.Networks;
using GradCamService.Explain.Tests.Tasks.Detection;
using Xunit;

namespace GradCamService.Explain.Tests.Tasks.Segmentation;

/// <summary>What exporters put behind a map of logits: a softmax, a sigmoid, the decision, another order of axes.</summary>
[Collection(TorchCollection.Name)]
public sealed class MapOutputTests : IDisposable
{
    /// <summary>Sums of float32.</summary>
    private const double FloatRounding = 1e-5;

    // Red on the left, blue in the last quadrant.
    private static readonly float[] Photo = SmallDetectors.Image([1, 0, 1, 0], [0, 0, 0, 1]);

    private static readonly Dictionary<string, Func<NetworkBuilder, NetworkBuilder>> Ends = new()
    {
        ["logits"] = network => network.Output("logits"),
        ["softmax"] = network => network.Node("Softmax", "logits", "end", ("axis", 1)).Output("end"),
        ["argmax"] = network => network.Node("ArgMax", "logits", "end", ("axis", 1), ("keepdims", 0)).Output("end"),
        ["last"] = network => network.Node("Transpose", "logits", "end", ("perm", new long[] { 0, 2, 3, 1 })).Output("end"),
        ["sigmoid"] = network => network.Node("Sigmoid", "logits", "end").Output("end"),
    };

    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    // Where two logits are equal, the first class is.
    [InlineData("logits", "softmax", 48)]
    [InlineData("softmax", "softmax", 48)]
    [InlineData("argmax", "softmax", 48)]
    [InlineData("last", "softmax", 48)]
    // Where neither is likelier than not there is none.
    [InlineData("sigmoid", "sigmoid", 32)]
    public void The_logits_are_found_and_explained(string end, string scores, int redPlaces)
    {
        var model = _models.Load(SmallSegmentations.Write(_models.Path, end, Ends[end]));
        var targets = new RegionTargets([], 2, new MapRegion.OwnMask(), model.Concepts, null, model.Scores.AreIndependent);

        var explained = model.Explain([new Asked(Photo, targets)], MethodTable.GradCam)[0];

        Assert.Equal(scores, Names.Of(model.Scores.Meaning));
        Assert.Equal(["red", "blue"], explained.Explanations.Select(explanation => explanation.Target.Concept.Label));
        Assert.Equal((redPlaces, 16), (explained.Output.Segmentation!.Masks[0].Count, explained.Output.Segmentation.Masks[1].Count));
    }

    [Fact]
    public void The_map_of_a_mask_is_computed_by_hand()
    {
        var model = _models.Load(SmallSegmentations.Write(_models.Path));
        var targets = new RegionTargets([], 1, new MapRegion.OwnMask(), model.Concepts, null, model.Scores.AreIndependent);

        var explained = model.Explain([new Asked(Photo, targets)], MethodTable.GradCam)[0].Explanations[0];

        // S = Σ (red − ½) over 32 places; ∂S/∂A = 1 there, its mean over 64 places ½.
        Assert.Equal(16, explained.Score, FloatRounding);
        Assert.Equal(1 / (1 + Math.Exp(-0.5)), explained.Probability!.Value, FloatRounding);
        Assert.InRange(Deviation.Of([.. SmallDetectors.Plane([0.5f, 0, 0.5f, 0])], explained.Map!.Values), 0, FloatRounding);
    }

    [Fact]
    public void Images_of_a_batch_have_masks_of_their_own()
    {
        var model = _models.Load(SmallSegmentations.Write(_models.Path));
        var targets = new RegionTargets([], 1, new MapRegion.OwnMask(), model.Concepts, null, model.Scores.AreIndependent);
        Asked[] items = [new(Photo, targets), new(SmallDetectors.Image([0, 0, 0, 0], [0, 1, 0, 0]), targets)];

        var together = model.Explain(items, MethodTable.GradCam);

        Assert.Equal(["red", "blue"], together.Select(each => each.Explanations[0].Target.Concept.Label));
        Assert.Equal([16f, 8f], together.Select(each => each.Explanations[0].Score));
    }

    [Fact]
    public void Shares_that_the_manifest_names_are_explained_by_their_logarithms()
    {
        var model = _models.Load(SmallSegmentations.Write(_models.Path, "shares", Ends["softmax"], """, "scores": "probabilities" """));
        var targets = new RegionTargets([model.Concepts.ClassAt(1)], 1, new MapRegion.OwnMask(), model.Concepts, null, model.Scores.AreIndependent);

        var explained = model.Explain([new Asked(Photo, targets)], MethodTable.GradCam)[0].Explanations[0];

        Assert.Equal(-16 * Math.Log(1 + Math.Exp(-1)), explained.Score, FloatRounding);
        Assert.Equal(1 / (1 + Math.Exp(-1)), explained.Probability!.Value, FloatRounding);
    }

    [Theory]
    [InlineData(""", "output": "flat" """, "'flat' has not the shape [N, classes, h, w] of a map of scores; there are 'flat' [N, 128]")]
    [InlineData(""", "scores": "softmx" """, "scores: must be one of")]
    [InlineData(""", "boxes": { "format": "xyxy", "unit": "pixels" } """, "boxes: belongs to detection; task is segmentation")]
    public void What_does_not_fit_is_told(string fields, string why)
    {
        var entry = _models.Entry(SmallSegmentations.Write(
            _models.Path, "flat", network => network.Node("Flatten", "logits", "flat").Output("flat", "logits"), fields));

        Assert.Contains(why, entry.Reason, StringComparison.Ordinal);
    }
}
