using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Targets;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.TestDevices;

namespace GradCamService.Explain.Tests.Methods;

/// <summary>Carries out orders on networks of which values were recorded.</summary>
internal static class RecordedRuns
{
    private const float Brightest = 255;

    /// <summary>One class explained by one method.</summary>
    public static Explanation Explain(this RecordedNetwork network, string layer, string input, int concept, Method method, MethodSettings settings) =>
        network.Explain([layer], input, [new ClassScore(concept)], order => order with { Settings = settings }, method).Explanations[0];

    /// <param name="layers">By the names of the records; the first is the default.</param>
    /// <param name="input">A photo's name.</param>
    /// <param name="scores">What is explained.</param>
    /// <param name="change">What the order has besides.</param>
    public static Explained Explain(
        this RecordedNetwork network, IReadOnlyList<string> layers, string input, IReadOnlyList<Score> scores, Func<Order, Order> change,
        params IReadOnlyList<Method> methods) => network.Explain(layers, network.Load(input + ".input"), scores, change, methods);

    /// <summary>Class 6 of an image of one's own.</summary>
    public static Explained Explain(this RecordedNetwork network, IReadOnlyList<string> layers, float[] image, Method method) =>
        network.Explain(layers, image, [new ClassScore(6)], order => order, method);

    private static Explained Explain(
        this RecordedNetwork recorded, IReadOnlyList<string> layers, float[] image, IReadOnlyList<Score> scores, Func<Order, Order> change,
        params IReadOnlyList<Method> methods)
    {
        var offered = layers.Select((name, i) => Asked.Layer(recorded.TensorOf(name), recorded.ShapeOf(name)) with { IsDefault = i == 0 }).ToList();
        using var graph = GraphLoader.Load(
            recorded.PathOf("model.onnx"), new GraphOptions { Device = TestDevice.Current, Keep = [.. offered.Select(layer => layer.Name)] });
        var network = new ImageNetwork(new GraphRunner(graph), null, new Wiring(graph.Inputs[0].Name, graph.Outputs[0]));
        var manifest = Asked.Manifest([3, RecordedNetwork.Side, RecordedNetwork.Side]);
        // As the photos were prepared.
        var spec = manifest.Input.Spec with
        {
            Mean = [0.485f * Brightest, 0.456f * Brightest, 0.406f * Brightest],
            Std = [0.229f * Brightest, 0.224f * Brightest, 0.225f * Brightest],
        };
        var model = Asked.Model(network, offered, manifest with { Input = manifest.Input with { Spec = spec } });
        return model.Explain(new Asked(image, Asked.Scores(scores)), order => change(order with { Layers = offered }), methods);
    }
}
