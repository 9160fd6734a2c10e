using GradCamService.Explain.Methods;
using Xunit;

namespace GradCamService.Explain.Tests.Explainers;

/// <summary>Both exports of the eight convolutional families against PyTorch's own gradients.</summary>
[Collection(TorchCollection.Name)]
public sealed class FamilyTests(ITestOutputHelper output)
{
    private static readonly string[] Families =
        ["vgg", "resnet_basic", "resnet_bottleneck", "googlenet", "squeezenet", "densenet", "mobilenet_v2", "efficientnet"];

    private static readonly string[] Exports = ["script", "dynamo"];

    public static IEnumerable<TheoryDataRow<string, string>> Cases =>
        Families.SelectMany(family => Exports.Select(export => new TheoryDataRow<string, string>(family, export)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_map_and_guided_gradients_are_those_of_autograd(string name, string export)
    {
        using var family = new Family(name, export);

        var result = family.Explain(MethodTable.GuidedGradCam);

        var explanation = Assert.Single(result.Explanations);
        var logits = Deviation.Of(family.Record("logits").Values, result.Output.Logits);
        var map = Deviation.Of(family.Record("map").Values, explanation.Map!.Values);
        var guided = Deviation.Of(family.Record("guidedBackprop").Values, explanation.Attribution);
        output.WriteLine($"{name} {export}: logits {logits:e1}, map {map:e1}, guided gradients {guided:e1}");
        Assert.InRange(logits, 0, Tolerances.SameInput);
        Assert.InRange(map, 0, Tolerances.SameInput);
        Assert.InRange(guided, 0, Tolerances.SameInput);
        Assert.Equal(family.Score, explanation.Score, Tolerances.SameInput * Math.Abs(family.Score));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_map_alone_is_the_same_though_nothing_before_its_layer_is_recorded(string name, string export)
    {
        using var family = new Family(name, export);

        var explanation = Assert.Single(family.Explain(MethodTable.GradCam).Explanations);

        Assert.InRange(Deviation.Of(family.Record("map").Values, explanation.Map!.Values), 0, Tolerances.SameInput);
        Assert.Null(explanation.Attribution);
    }
}
