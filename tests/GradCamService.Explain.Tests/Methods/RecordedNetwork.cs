using System.Text.Json;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Targets;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.TestDevices;

namespace GradCamService.Explain.Tests.Methods;

/// <summary>A small network of which methods' values were recorded.</summary>
internal sealed class RecordedNetwork
{
    /// <summary>Of its input, in pixels.</summary>
    public const int Side = 64;

    private const float Brightest = 255;

    private readonly string _folder;
    private readonly JsonElement _case;

    public RecordedNetwork(string name)
    {
        _folder = $"Goldens/methods/{name}";
        _case = JsonSerializer.Deserialize<JsonElement>(TestData.Read($"{_folder}/case.json"));
    }

    public IReadOnlyList<string> Layers => [.. _case.GetProperty("layers").EnumerateObject().Select(layer => layer.Name)];

    /// <summary>Two classes of each photo.</summary>
    public IReadOnlyList<(string Input, int Concept)> Concepts => [.. _case.GetProperty("inputs").EnumerateObject()
        .SelectMany(input => input.Value.EnumerateArray().Select(index => (input.Name, index.GetInt32())))];

    public bool Has(string record) => File.Exists(PathOf(record + ".npy"));

    public float[] Load(string record) => Npy.Load($"{_folder}/{record}.npy").Values;

    /// <summary>One class explained by one method.</summary>
    public Explanation Explain(string layer, string input, int concept, Method method, MethodSettings settings) =>
        Explain([layer], input, [new ClassScore(concept)], order => order with { Settings = settings }, method).Explanations[0];

    /// <param name="layers">By the names of the records; the first is the default.</param>
    /// <param name="input">A photo's name.</param>
    /// <param name="scores">What is explained.</param>
    /// <param name="change">What the order has besides.</param>
    public Explained Explain(
        IReadOnlyList<string> layers, string input, IReadOnlyList<Score> scores, Func<Orders.Order, Orders.Order> change, params IReadOnlyList<Method> methods)
    {
        var offered = layers.Select(name => _case.GetProperty("layers").GetProperty(name)).Select((layer, i) => Asked.Layer(
            layer.GetProperty("tensor").GetString()!, [.. layer.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())]) with { IsDefault = i == 0 }).ToList();
        using var graph = GraphLoader.Load(
            PathOf("model.onnx"), new GraphOptions { Device = TestDevice.Current, Keep = [.. offered.Select(layer => layer.Name)] });
        var network = new ImageNetwork(new GraphRunner(graph), null, new Wiring(graph.Inputs[0].Name, graph.Outputs[0]));
        var manifest = Asked.Manifest([3, Side, Side]);
        // As the photos were prepared.
        var spec = manifest.Input.Spec with
        {
            Mean = [0.485f * Brightest, 0.456f * Brightest, 0.406f * Brightest],
            Std = [0.229f * Brightest, 0.224f * Brightest, 0.225f * Brightest],
        };
        var model = Asked.Model(network, offered, manifest with { Input = new ManifestInput("image", TensorLayout.Nchw, spec) });
        var asked = new Asked(Load(input + ".input"), Asked.Scores(scores));
        return model.Explain(asked, order => change(order with { Layers = offered }), methods);
    }

    private string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Data", _folder, file);
}
