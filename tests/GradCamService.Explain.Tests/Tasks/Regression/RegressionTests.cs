using GradCamService.Explain.Fields;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests.Networks;
using Xunit;

namespace GradCamService.Explain.Tests.Tasks.Regression;

/// <summary>Plain numbers, and elements of any tensor, of networks that are computed by hand.</summary>
[Collection(TorchCollection.Name)]
public sealed class RegressionTests : IDisposable
{
    /// <summary>Sums of float32.</summary>
    private const double FloatRounding = 1e-6;

    private static readonly float[] Photo = SmallRegressions.Image(0.5f, 0.25f);

    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void All_numbers_are_listed_in_their_order_with_their_names()
    {
        var model = _models.Load(SmallRegressions.Write(_models.Path));
        var subject = model.Task.ReadPrediction(new FieldReader(Array.Empty<string>().ToLookup(text => text), new FieldErrors()), model);

        var listed = model.Task.List(model, subject, model.Explain([new Asked(Photo, TargetChoice.None)])[0].Output).Predictions!;

        Assert.Equal(["x of the nose", "y of the nose", "x of the tail", "y of the tail"], listed.Select(number => number.Concept.Label));
        Assert.Equal([0.5, 0.25, 1, 0.5], listed.Select(number => number.Score!.Value));
        Assert.All(listed, number => Assert.Null(number.Probability));
    }

    [Theory]
    // The mean red, its double, and what the first row sums to.
    [InlineData("0,0", 0.5, new float[] { 1, 0 })]
    [InlineData("1,0", 1, new float[] { 2, 0 })]
    [InlineData("0", 0.75, new float[] { 1, 1 })]
    public void An_element_or_the_sum_over_the_axes_that_are_not_named_is_explained(string index, double score, float[] slopes)
    {
        var model = _models.Load(SmallRegressions.Write(_models.Path));

        var explained = model.Explain([new Asked(Photo, Targets(model, ("index", index)))], MethodTable.GradCam)[0].Explanations[0];

        // ∂y/∂A is the slope / 16 at each of 16 pixels.
        Assert.Equal(score, explained.Score, FloatRounding);
        var expected = (slopes[0] * 0.5f + slopes[1] * 0.25f) / 16;
        Assert.All(explained.Map!.Values, value => Assert.Equal(expected, value, FloatRounding));
    }

    [Fact]
    public void A_number_may_be_named_and_set_against_another()
    {
        var model = _models.Load(SmallRegressions.Write(_models.Path));

        var explained = model.Explain(
            [new Asked(Photo, Targets(model, ("concept", "x of the tail"), ("against", "y of the nose")))], MethodTable.GradCam)[0].Explanations[0];

        Assert.Equal(1 - 0.25, explained.Score, FloatRounding);
        Assert.Equal(("x of the tail", "y of the nose"), (explained.Target.Concept.Label, explained.Target.Against!.Label));
    }

    [Fact]
    public void An_element_of_any_tensor_is_explained()
    {
        var model = _models.Load(SmallNetworks.Plain(), "plain");
        var image = ModelsFolder.Pattern(model);
        var concept = ModelsFolder.Explain(model, image, concept: 3).Explanations[0];

        var element = model.Explain([new Asked(image, Targets(model, ("output", "logits"), ("index", "3")))], MethodTable.GuidedGradCam)[0];
        var inside = model.Explain([new Asked(image, Targets(model, ("output", "conv1"), ("index", "2,4,5")))], "relu2", MethodTable.GuidedBackprop)[0];

        Assert.Equal(concept.Score, element.Explanations[0].Score);
        Assert.Equal(concept.Map!.Values, element.Explanations[0].Map!.Values);
        Assert.Equal("logits[3]", element.Explanations[0].Target.Concept.Label);
        Assert.Equal(5, element.Output.Logits.Length);
        // A convolution of 3 × 3 sees nine pixels of each channel, whatever comes behind it.
        Assert.Equal(3 * 9, inside.Explanations[0].Attribution!.Count(gradient => gradient != 0));
    }

    [Fact]
    public void Orders_that_explain_another_tensor_share_no_batch()
    {
        var model = _models.Load(SmallNetworks.Plain(), "plain");
        Order Of(params (string, string)[] fields) => new()
        {
            Model = model,
            Subject = new Subject(Targets(model, fields)),
            Methods = [MethodTable.GradCam],
            Layers = [model.DefaultLayer],
            Fit = default,
        };

        Assert.True(Of(("concept", "1")).Fits(Of(("concept", "2"))));
        Assert.False(Of(("output", "logits"), ("index", "1")).Fits(Of(("output", "logits"), ("index", "1"))));
        Assert.False(Of(("concept", "1")).Fits(Of(("output", "logits"), ("index", "1"))));
    }

    private static TargetChoice Targets(LoadedModel model, params (string Name, string Text)[] fields)
    {
        var errors = new FieldErrors();
        var subject = model.Task.ReadExplanation(new FieldReader(fields.ToLookup(field => field.Name, field => field.Text), errors), model);
        errors.ThrowIfAny();
        return subject.Targets;
    }
}
