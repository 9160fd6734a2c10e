using GradCamService.Explain.Concepts;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tasks.Detection;
using GradCamService.Explain.Tests.Networks;
using Xunit;

namespace GradCamService.Explain.Tests.Tasks.Detection;

/// <summary>A detector whose boxes, scores and maps are computed by hand.</summary>
[Collection(TorchCollection.Name)]
public sealed class DetectionTests : IDisposable
{
    /// <summary>Float32 exponentials and logarithms.</summary>
    private const double FloatRounding = 1e-5;

    // Red in the first quadrant, nearly as much in the second, blue in the last.
    private static readonly float[] Photo = SmallDetectors.Image([1, 0.9f, 0, 0], [0, 0, 0, 0.8f]);

    private readonly ModelsFolder _models = new();

    public static TheoryData<string> Wirings => ["rows", "columns"];

    public void Dispose() => _models.Dispose();

    [Theory]
    [MemberData(nameof(Wirings))]
    public void Boxes_are_listed_after_suppression_with_class_and_share(string wiring)
    {
        var model = Load(wiring);
        var output = model.Explain([new Asked(Photo, TargetChoice.None)])[0].Output;

        var listed = model.Task.List(model, new Subject(TargetChoice.None), output).Predictions!;

        // The second box overlaps the first by 12 / 20; the third is neither red nor blue, with 0.0067 for both.
        Assert.Equal([("red", new PredictedBox(0, 0, 4, 4)), ("blue", new PredictedBox(4, 4, 4, 4))], listed.Select(box => (box.Concept.Label, box.Box!)));
        Assert.Equal(Sigmoid(5), listed[0].Probability!.Value, FloatRounding);
        Assert.Equal(Sigmoid(3), listed[1].Probability!.Value, FloatRounding);
    }

    [Fact]
    public void The_map_of_a_box_is_that_of_its_own_score()
    {
        var model = Load("rows");

        var explained = model.Explain([new Asked(Photo, Targets(model, rank: 2))], MethodTable.GradCam)[0].Explanations[0];

        // y = 10 · mean of blue over the last quadrant − 5, so ∂y/∂A = 10/16 there, and its mean over 64 pixels 10/64; no other channel counts.
        Assert.Equal("blue", explained.Target.Concept.Label);
        Assert.Equal(3, explained.Score, FloatRounding);
        Assert.Equal(new PixelBox(4, 4, 4, 4), explained.Target.Box);
        Assert.Equal(Sigmoid(3), explained.Probability!.Value, FloatRounding);
        Assert.InRange(Deviation.Of([.. SmallDetectors.Plane([0, 0, 0, 0.8f * 10 / 64])], explained.Map!.Values), 0, FloatRounding);
    }

    [Fact]
    public void A_share_is_explained_by_its_logarithm()
    {
        var model = Load("columns");

        var explained = model.Explain([new Asked(Photo, Targets(model))], MethodTable.GradCam)[0].Explanations[0];

        // ∂ log σ(z) = 1 − σ(z) times that of the logit z = 5.
        Assert.Equal(Math.Log(Sigmoid(5)), explained.Score, FloatRounding);
        Assert.Equal(Sigmoid(5), explained.Probability!.Value, FloatRounding);
        // The whole red plane counts, by the first quadrant's gradient; one share in 150 is left, and with it as many digits fewer.
        var alpha = (float)(10.0 / 64 * (1 - Sigmoid(5)));
        Assert.InRange(Deviation.Of([.. SmallDetectors.Plane([alpha, 0.9f * alpha, 0, 0])], explained.Map!.Values), 0, 1e-3);
    }

    [Fact]
    public void A_concept_has_ranks_and_boxes_of_its_own()
    {
        var model = Load("rows");

        // Of all boxes as red ones: 5, −5 and −5 are left after suppression.
        Assert.Equal([5f, -5f, -5f], model.Explain([new Asked(Photo, Targets(model, "red", 1, 2, 3))], MethodTable.GradCam)[0].Explanations
            .Select(explanation => explanation.Score));
        // Blue in the box that is red: the question of what would speak for it.
        var near = model.Explain([new Asked(Photo, Near(model, "blue", new Region(0, 0, 4, 3)))], MethodTable.GradCam)[0].Explanations[0];
        Assert.Equal((-5f, new PixelBox(0, 0, 4, 4)), (near.Score, near.Target.Box!.Value));
    }

    [Fact]
    public void What_is_not_there_is_told_in_words()
    {
        var model = Load("rows");
        var missing = model.Explain([new Asked(Photo, Targets(model, "red", 4))], MethodTable.GuidedGradCam)[0].Explanations[0];
        var apart = model.Explain([new Asked(Photo, Near(model, null, new Region(4.5, 0.5, 3, 3)))], MethodTable.GradCam)[0].Explanations[0];

        Assert.Equal(MapStatus.Empty, missing.Status);
        Assert.Equal("the model proposes 3 boxes for it after suppression, and none of rank 4", missing.Reason);
        Assert.True(float.IsNaN(missing.Score));
        Assert.Contains("overlaps this box", apart.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_a_batch_get_what_each_gets_alone()
    {
        var model = Load("rows");
        Asked[] items = [new(Photo, Targets(model)), new(SmallDetectors.Image([0, 0, 0.7f, 0], [0, 0, 0, 0]), Targets(model, rank: 1))];

        var together = model.Explain(items, MethodTable.GradCam);

        foreach (var (item, batched) in items.Zip(together))
        {
            var alone = model.Explain([item], MethodTable.GradCam)[0].Explanations[0];
            Assert.Equal((alone.Score, alone.Target.Box), (batched.Explanations[0].Score, batched.Explanations[0].Target.Box));
            Assert.Equal(alone.Map!.Values, batched.Explanations[0].Map!.Values);
        }
    }

    [Theory]
    [InlineData("\"output\": \"logits\", \"scores\": \"sigmoid\"", "boxes: is missing; a model for detection needs it")]
    [InlineData("\"scores\": \"sigmoid\", \"boxes\": { \"format\": \"xyxy\", \"unit\": \"pixels\" }",
        "output: is missing; it names the tensor of the classes' scores, before suppression; the graph's outputs are 'boxes' [4, 4], 'logits' [4, 2]")]
    [InlineData("\"output\": \"logits\", \"boxes\": { \"output\": \"boxes\", \"format\": \"xyxy\", \"unit\": \"pixels\" }",
        "scores: is missing; a model for detection needs it")]
    [InlineData("\"output\": \"logits\", \"scores\": \"sigmoid\", \"boxes\": { \"output\": \"boxes\", \"format\": \"corners\", \"unit\": \"pixels\" }",
        "boxes.format: must be one of xyxy, cxcywh, xywh, is the text \"corners\"")]
    [InlineData("\"output\": \"logits\", \"scores\": \"sigmoid\", \"boxes\": { \"output\": \"boxes\", \"format\": \"xyxy\" }", "boxes.unit: is missing")]
    [InlineData("\"output\": \"logits\", \"scores\": \"sigmoid\", \"boxes\": { \"output\": \"means\", \"format\": \"xyxy\", \"unit\": \"pixels\" }",
        "boxes.output: 'means' has")]
    [InlineData("\"output\": \"logits\", \"scores\": \"sigmoid\", \"boxes\": { \"format\": \"xyxy\", \"unit\": \"pixels\" }",
        "output: 'logits' has [4, 2] numbers for an image; of neither axis there are 6, as many as the labels need")]
    [InlineData("\"output\": \"logits\", \"scores\": \"softmax\", \"boxes\": { \"objectness\": true, \"format\": \"xyxy\", \"unit\": \"pixels\" }",
        "boxes.objectness: is multiplied with shares")]
    [InlineData("\"output\": \"logits\", \"scores\": \"sigmoid\", \"boxes\": { \"output\": \"boxes\", \"format\": \"xyxy\", \"unit\": \"pixels\", \"noObject\": \"last\" }",
        "of neither axis there are 3")]
    public void A_wiring_that_does_not_fit_is_told(string fields, string why)
    {
        var entry = _models.Entry(SmallDetectors.WriteRows(_models.Path, fields));

        Assert.Contains(why, entry.Reason, StringComparison.Ordinal);
    }

    private static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    private static BoxTargets Targets(LoadedModel model, string? concept = null, params int[] rank) =>
        new(concept is null ? [] : [Find(model, concept)], rank is [] ? [1] : rank, null, model.Concepts, null, model.Scores.AreIndependent);

    private static BoxTargets Targets(LoadedModel model, int rank) => Targets(model, null, rank);

    private static BoxTargets Near(LoadedModel model, string? concept, Region box) =>
        new(concept is null ? [] : [Find(model, concept)], [1], box, model.Concepts, null, model.Scores.AreIndependent);

    private static Concept Find(LoadedModel model, string label) => ((ConceptLookup.Found)model.Concepts.Find(label)).Concept;

    private LoadedModel Load(string wiring) =>
        _models.Load(wiring == "rows" ? SmallDetectors.WriteRows(_models.Path) : SmallDetectors.WriteColumns(_models.Path));
}
