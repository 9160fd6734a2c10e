using System.Text.Json;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Targets;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.TestDevices;
using Xunit;

namespace GradCamService.Explain.Tests.Methods;

/// <summary>Maps of small networks against values that public libraries and formulas in float64 agree on.</summary>
[Collection(TorchCollection.Name)]
public sealed class MethodGoldenTests(ITestOutputHelper output)
{
    /// <summary>Share of the largest magnitude: what the records' own check in float64 supports.</summary>
    private const double Recorded = 1e-4;

    private static readonly string[] Networks = ["resnet", "vgg", "mobilenet"];

    /// <summary>By method, the name under which its maps are recorded.</summary>
    private static readonly Dictionary<string, string> Records = new()
    {
        ["grad-cam"] = "grad-cam",
        ["grad-cam++"] = "grad-cam++.exact",
    };

    public static IEnumerable<TheoryDataRow<string, string>> Cases =>
        Networks.SelectMany(network => Records.Keys.Select(method => new TheoryDataRow<string, string>(network, method)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_recorded_map_is_met(string network, string name)
    {
        var folder = $"Goldens/methods/{network}";
        var method = MethodTable.All.Single(row => row.Name == name);
        var record = JsonSerializer.Deserialize<JsonElement>(TestData.Read($"{folder}/case.json"));
        var met = 0;
        foreach (var layer in record.GetProperty("layers").EnumerateObject())
            foreach (var input in record.GetProperty("inputs").EnumerateObject())
                foreach (var concept in input.Value.EnumerateArray().Select(index => index.GetInt32()))
                    met += Meets(folder, method, layer, input.Name, concept) ? 1 : 0;
        Assert.InRange(met, 8, int.MaxValue); // Two layers, two photos, two classes each.
    }

    private bool Meets(string folder, Method method, JsonProperty layer, string input, int concept)
    {
        var file = $"{folder}/{input}.{concept}.{layer.Name}.{Records[method.Name]}.npy";
        if (!File.Exists(Path.Combine(AppContext.BaseDirectory, "Data", file)))
            return false;
        var tensor = layer.Value.GetString()!;
        using var graph = GraphLoader.Load(Path.Combine(AppContext.BaseDirectory, "Data", folder, "model.onnx"), new GraphOptions { Device = TestDevice.Current, Keep = [tensor] });
        var network = new ImageNetwork(new GraphRunner(graph), null, new Wiring(graph.Inputs[0].Name, graph.Outputs[0]));
        var asked = new Asked(Npy.Load($"{folder}/{input}.input.npy").Values, Asked.Scores(new ClassScore(concept)));

        var map = Asked.Model(network, tensor, [3, 64, 64]).Explain([asked], method)[0].Explanations[0].Map!;

        var deviation = Deviation.Of(Npy.Load(file).Values, map.Values);
        output.WriteLine($"{file}: {deviation:e1}");
        Assert.InRange(deviation, 0, Recorded);
        return true;
    }
}
