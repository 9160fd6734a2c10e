using System.Text.Json;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Tasks.Segmentation;
using GradCamService.Explain.Tests.Networks;
using Xunit;

namespace GradCamService.Explain.Tests.Tasks.Segmentation;

/// <summary>Maps of classes over their own masks against what a public library and formulas in float64 agree on.</summary>
[Collection(TorchCollection.Name)]
public sealed class SegmentationGoldenTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Share of the largest magnitude: what the records' own check in float64 supports.</summary>
    private const double Recorded = 1e-4;

    /// <summary>Methods whose maps are recorded, under their names.</summary>
    private static readonly string[] Records = ["grad-cam", "hires-cam", "layer-cam"];

    private readonly ModelsFolder _models = new();

    public static IEnumerable<TheoryDataRow<string>> Cases =>
        MethodTable.All.Select(method => method.Name).Intersect(Records).Select(name => new TheoryDataRow<string>(name));

    public void Dispose() => _models.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_recorded_map_is_met(string method)
    {
        var model = _models.Load(GoldenSegmentation.Write(_models.Path));
        var record = JsonSerializer.Deserialize<JsonElement>(TestData.Read($"{GoldenSegmentation.Data}/case.json"));
        foreach (var layer in record.GetProperty("layers").EnumerateObject())
            foreach (var input in record.GetProperty("inputs").EnumerateObject())
                foreach (var index in input.Value.EnumerateArray().Select(index => index.GetInt32()))
                {
                    var file = $"{GoldenSegmentation.Data}/{input.Name}.{index}.{layer.Name}.{method}.npy";
                    var explained = Explain(model, input.Name, index, layer.Value.GetString()!, method);

                    var deviation = Deviation.Of(Npy.Load(file).Values, explained.Explanations[0].Map!.Values);

                    output.WriteLine($"{file}: {deviation:e1}");
                    Assert.InRange(deviation, 0, Recorded);
                }
    }

    [Theory]
    [InlineData("chelsea", 1)]
    [InlineData("chelsea", 2)]
    [InlineData("coffee", 1)]
    [InlineData("coffee", 4)]
    public void The_mask_is_the_recorded_one(string input, int index)
    {
        var expected = Npy.Load($"{GoldenSegmentation.Data}/{input}.{index}.mask.npy").Values;

        var map = Explain(_models.Load(GoldenSegmentation.Write(_models.Path)), input, index, GoldenSegmentation.Decoder, "grad-cam").Output.Segmentation!;

        Assert.Equal(expected.Select(value => value > 0), map.PlacesOf([index]).Cast<bool>());
    }

    private static Explained Explain(LoadedModel model, string input, int index, string layer, string method)
    {
        var targets = new RegionTargets([model.Concepts.ClassAt(index)], 1, new MapRegion.OwnMask(), model.Concepts, null, model.Scores.AreIndependent);
        return model.Explain([new Asked(Npy.Load($"{GoldenSegmentation.Data}/{input}.input.npy").Values, targets)],
            layer, MethodTable.All.Single(row => row.Name == method))[0];
    }
}
