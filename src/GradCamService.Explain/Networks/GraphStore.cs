using GradCamService.Explain.Manifests;
using GradCamService.Onnx;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using static TorchSharp.torch;

namespace GradCamService.Explain.Networks;

/// <summary>Loads each ONNX file once: models that name the same encoder share its weights. Owns the graphs.</summary>
internal sealed class GraphStore : IDisposable
{
    private readonly Device _device;
    private readonly Precision _precision;
    private readonly ILookup<string, string> _keep;
    private readonly Dictionary<string, GraphRunner> _runners = [];

    /// <param name="device">Where the graphs run.</param>
    /// <param name="manifests">All models that will ask: what one of them needs of a file stays fetchable for all.</param>
    /// <param name="precision">Of networks of half precision.</param>
    public GraphStore(Device device, IEnumerable<ModelManifest> manifests, Precision precision = Precision.Auto)
    {
        (_device, _precision) = (device, precision);
        _keep = manifests
            .SelectMany(manifest => new[] { manifest.GraphPath, manifest.EncoderPath }.OfType<string>()
                .SelectMany(path => manifest.Layers.Concat(manifest.Boxes?.Tensors ?? [])
                    .Append(manifest.Encoder?.Output).Append(manifest.Output).OfType<string>()
                    .Select(tensor => (path, tensor))))
            .ToLookup(pair => pair.path, pair => pair.tensor);
    }

    /// <exception cref="OnnxException">The file cannot be run.</exception>
    public GraphRunner Get(string path)
    {
        if (!_runners.TryGetValue(path, out var runner))
            _runners[path] = runner = new GraphRunner(
                GraphLoader.Load(path, new GraphOptions { Device = _device, Precision = _precision, Keep = [.. _keep[path].Distinct()] }));
        return runner;
    }

    public void Dispose()
    {
        foreach (var runner in _runners.Values)
            runner.Graph.Dispose();
    }
}
