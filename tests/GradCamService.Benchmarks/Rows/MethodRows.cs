using System.Globalization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;

namespace GradCamService.Benchmarks.Rows;

/// <summary>What each method costs on one network, for one image and one concept, in its forward passes.</summary>
internal static class MethodRows
{
    // Score-CAM takes a pass a channel: minutes, if it were repeated as often as others are.
    private const int FewestRounds = 2;

    /// <param name="model">The network's name.</param>
    /// <param name="path">Its file.</param>
    /// <param name="layer">Its target layer.</param>
    /// <param name="size">Its input's height and width.</param>
    /// <param name="methods">Those that are timed.</param>
    public static IEnumerable<Measurement> Run(string model, string path, string layer, int size, IReadOnlyList<Method> methods)
    {
        using var graph = GraphLoader.Load(path, new GraphOptions { Keep = [layer] });
        var network = new ImageNetwork(new GraphRunner(graph), null, new Wiring(graph.Inputs[0].Name, graph.Outputs[0]));
        var loaded = Model(network, layer, size);
        var image = Enumerable.Range(0, 3 * size * size).Select(i => (float)Math.Sin(i * 0.01)).ToArray();
        var timed = new Interleaved().Add("forward", () => Explain());
        foreach (var method in methods)
            timed.Add(method.Name, () => Explain(method));
        var spreads = timed.Run(TimeSpan.FromSeconds(10), FewestRounds);
        foreach (var method in methods)
        {
            var units = spreads[method.Name].Median / spreads["forward"].Median;
            yield return new Measurement(method.Name, model, 1, 1, spreads[method.Name], units);
            if (method.Name == "ablation-cam")
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  {method.Name} of {loaded.DefaultLayer.Channels} channels ÷ a full forward a channel: {units / (2 + loaded.DefaultLayer.Channels):0.0000}"));
        }

        void Explain(params Method[] asked) => loaded.Explain(
            [new Asked(image, Asked.Scores(asked.Length == 0 ? [] : [new ClassScore(0)]))], asked);
    }

    private static LoadedModel Model(ImageNetwork network, string layer, int size)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var plain = TorchSharp.torch.no_grad();
        var shape = network.Run(TorchSharp.torch.zeros([1, 3, size, size]), null, [layer], Onnx.GraphRun.Plain).Activations[layer].shape[1..];
        return Asked.Model(network, [Asked.Layer(layer, shape)], Asked.Manifest([3, size, size]));
    }
}
