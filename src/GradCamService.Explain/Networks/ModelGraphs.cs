using GradCamService.Explain.Manifests;
using GradCamService.Onnx;
using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Explain.Networks;

/// <summary>The graphs of one model, taken from the store until this is disposed. It belongs to who loads the model, then to its residence.</summary>
/// <param name="store">Where they are.</param>
/// <param name="keep">What models need fetchable, by path: what one of them needs of a file stays so for all.</param>
internal sealed class ModelGraphs(GraphStore store, ILookup<string, string> keep) : IDisposable
{
    private readonly List<SharedGraph> _taken = [];

    public Device Device => store.Device;

    public IReadOnlyList<SharedGraph> Taken => _taken;

    /// <summary>What models need of their files.</summary>
    public static ILookup<string, string> KeepOf(IEnumerable<ModelManifest> manifests) => manifests
        .SelectMany(manifest => new[] { manifest.GraphPath, manifest.EncoderPath }.OfType<string>()
            .SelectMany(path => manifest.Layers.Concat(manifest.Boxes?.Tensors ?? [])
                .Append(manifest.Encoder?.Output).Append(manifest.Output).OfType<string>()
                .Select(tensor => (path, tensor))))
        .ToLookup(pair => pair.path, pair => pair.tensor);

    /// <exception cref="OnnxException">The file cannot be run.</exception>
    /// <exception cref="LoadLimitException">It costs more than the load of this thread may.</exception>
    public GraphRunner Get(string path)
    {
        if (_taken.Find(graph => graph.Path == path) is { } taken)
            return taken.Runner;
        taken = store.Take(path, [.. keep[path].Distinct()]);
        _taken.Add(taken);
        return taken.Runner;
    }

    public void Dispose()
    {
        foreach (var graph in _taken)
            store.Leave(graph);
        _taken.Clear();
    }
}
