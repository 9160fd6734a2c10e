using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Layers;

/// <summary>The layers that a manifest offers, as the network has them.</summary>
internal sealed class LayerReading(ModelManifest manifest, ImageNetwork network, NetworkProbe probe)
{
    private readonly GraphAnalysis _analysis = probe.Analyze(network.Wiring.Output);

    /// <exception cref="ManifestException">A layer is no map and no sequence of tokens; the message names layers that are.</exception>
    public IReadOnlyList<TargetLayer> Layers()
    {
        var layouts = manifest.Layers.ToDictionary(layer => layer, LayoutOf);
        var problems = layouts.Where(pair => pair.Value is null or { Positions: 1 }).Select(pair => Refusal(pair.Key)).ToList();
        if (problems.Count > 0)
            throw manifest.Problem([.. problems]);
        var tokens = manifest.Layers.Where(layer => layouts[layer]!.Form == SpatialForm.Tokens && SeesImage(layer)).ToList();
        var reaching = _analysis.PatchesThatReachScores(tokens, probe.Feeds);
        return [.. manifest.Layers.Select(layer => new TargetLayer(
            layer, [.. SizesOf(layer, layouts[layer]!)], layer == manifest.TargetLayer, layouts[layer]!,
            SeesImage(layer) ? _analysis.FieldOf(layer) : null,
            !tokens.Contains(layer) || reaching.Contains(layer)))];
    }

    /// <summary>All other tensors, so that a request for one can be told why not.</summary>
    public IReadOnlyDictionary<string, OtherTensor> Others() => probe.Shapes
        .Where(pair => !manifest.Layers.Contains(pair.Key))
        .ToDictionary(pair => pair.Key, pair =>
            new OtherTensor([.. pair.Value.Skip(1)], SeesImage(pair.Key) && _analysis.LayoutOf(pair.Key) is { Positions: > 1 }));

    /// <summary>Without the batch axis, where there is one.</summary>
    private IEnumerable<long> SizesOf(string layer, SpatialLayout layout) =>
        probe.Shapes[layer].Skip(probe.Shapes[layer].Count == 3 && layout.Form != SpatialForm.Tokens ? 0 : 1);

    private bool SeesImage(string layer) => network.Encoder is null || network.IsInEncoder(layer);

    private SpatialLayout? LayoutOf(string layer)
    {
        if (!probe.Shapes.TryGetValue(layer, out var shape))
            return null;
        var found = SeesImage(layer) ? _analysis.LayoutOf(layer) : null;
        // The manifest knows better how tokens lie; of a map whose way was lost, PyTorch's order is the usual one.
        if (shape.Count == 3 && manifest.TokenGrid is { } grid && shape[1] == grid.Skip + grid.Height * grid.Width)
            return new SpatialLayout(SpatialForm.Tokens, grid.Height, grid.Width, grid.Skip);
        return found ?? (shape.Count == 4 ? new SpatialLayout(SpatialForm.ChannelsFirst, (int)shape[2], (int)shape[3]) : null);
    }

    private string Refusal(string layer)
    {
        var shape = probe.Shapes.TryGetValue(layer, out var sizes)
            ? $"has the shape {ShapeText.OfBatch(sizes)}" : "is a constant";
        return $"layers: '{layer}' {shape} and no positions on the image{Working()}";
    }

    private string Working()
    {
        try
        {
            var working = LayerSearch.Find(_analysis, probe.Feeds).Offered;
            return $"; layers that work are {string.Join(", ", working.Select(name => $"'{name}'"))}";
        }
        catch (Exception exception) when (exception is OnnxException or EngineException)
        {
            return "";
        }
    }
}
