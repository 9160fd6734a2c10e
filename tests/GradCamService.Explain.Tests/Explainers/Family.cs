using System.Text.Json;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Targets;
using GradCamService.Onnx;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.TestDevices;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Explainers;

/// <summary>A small network of a family's real blocks with random weights, and what PyTorch's autograd says of it.</summary>
internal sealed class Family : IDisposable
{
    private readonly string _folder;
    private readonly JsonElement _case;
    private readonly LoadedModel _model;
    private readonly Npy _input = Npy.Load("Goldens/families/input.npy");

    /// <param name="name">The folder.</param>
    /// <param name="export"><c>script</c> (PyTorch's older exporter) or <c>dynamo</c>.</param>
    public Family(string name, string export)
    {
        _folder = $"Goldens/families/{name}";
        _case = JsonSerializer.Deserialize<JsonElement>(TestData.Read($"{_folder}/case.json"));
        var file = _case.GetProperty("exports").GetProperty(export);
        Layer = file.GetProperty("targetLayer").GetString()!;
        var path = Path.Combine(AppContext.BaseDirectory, "Data", _folder, file.GetProperty("file").GetString()!);
        Graph = GraphLoader.Load(path, new GraphOptions { Device = TestDevice.Current, Keep = [Layer] });
        var network = new ImageNetwork(new GraphRunner(Graph), null, new Wiring(Graph.Inputs[0].Name, Graph.Outputs[0]));
        _model = Asked.Model(network, [Asked.Layer(Layer, ShapeOf(network))], Asked.Manifest(InputShape));
        Target = new ClassScore(_case.GetProperty("concept").GetInt32());
    }

    public Graph Graph { get; }

    public string Layer { get; }

    public ClassScore Target { get; }

    public double Score => _case.GetProperty("score").GetDouble();

    /// <summary>One input, <c>[C, H, W]</c>.</summary>
    public float[] Input => _input.Values;

    public IReadOnlyList<long> InputShape => _input.Shape[1..].Select(size => (long)size).ToList();

    public Npy Record(string name) => Npy.Load($"{_folder}/{_case.GetProperty(name).GetString()}");

    public Explained Explain(Method method) => _model.Explain([new Asked(Input, Asked.Scores(Target))], method)[0];

    public void Dispose() => Graph.Dispose();

    private long[] ShapeOf(ImageNetwork network)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        return network.Run(zeros([1, .. InputShape], device: TestDevice.Current), null, [Layer], GraphRun.Plain).Activations[Layer].shape[1..];
    }
}
