using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Layers;

/// <summary>Finds in the graph what a manifest leaves to it: the scores before any softmax, and the layers.</summary>
internal static class ManifestCompletion
{
    /// <returns>The manifest with output, target layer and layers; <see cref="ModelManifest.Inferred"/> says how each was found.</returns>
    /// <exception cref="OnnxException">The graph has no such thing.</exception>
    public static ModelManifest Complete(ModelManifest manifest, ImageNetwork network, NetworkProbe probe)
    {
        var inferred = new Dictionary<string, string>(manifest.Inferred);
        var output = manifest.Output ?? OutputOf(network, probe, inferred);
        if (manifest.TargetLayer is not null)
            return manifest with { Output = output, Inferred = inferred };
        if (manifest.Layers.Count > 0)
        {
            inferred["targetLayer"] = "the last of layers";
            return manifest with { Output = output, TargetLayer = manifest.Layers[^1], Inferred = inferred };
        }
        var analysis = probe.Analyze(output);
        var layers = LayerSearch.Find(analysis, probe.Feeds);
        inferred["targetLayer"] = layers.Why;
        inferred["layers"] = analysis.LayoutOf(layers.Target)!.Form == SpatialForm.Tokens
            ? "normalizations whose patches reach the scores"
            : "the last map of each resolution, where there is one the last through which all of the image's way leads";
        return manifest with
        {
            Output = output,
            TargetLayer = layers.Target,
            Layers = layers.Offered,
            TokenGrid = manifest.TokenGrid ?? GridOf(analysis.LayoutOf(layers.Target)!, inferred),
            Inferred = inferred,
        };
    }

    private static string OutputOf(ImageNetwork network, NetworkProbe probe, Dictionary<string, string> inferred)
    {
        var outputs = network.Graph.Graph.Outputs;
        if (network.Encoder is not null || network.Wiring.Text is not null)
        {
            inferred["output"] = $"'{outputs[0]}', the graph's first output";
            return outputs[0];
        }
        var scores = ScoreSearch.Find(network.Graph.Graph, probe.Trace, network.Wiring.Image);
        inferred["output"] = $"'{scores.Tensor}': "
            + (outputs.Count > 1 ? $"of the graph's {outputs.Count} outputs '{scores.Output}', the deepest with one number a class; " : "")
            + (scores.Activation is null ? "the output itself: no softmax ends the graph"
                : $"what the {scores.Activation} at the end reads");
        return scores.Tensor;
    }

    private static TokenGrid? GridOf(SpatialLayout layout, Dictionary<string, string> inferred)
    {
        if (layout.Form != SpatialForm.Tokens)
            return null;
        inferred["tokens"] = $"{layout.Height} × {layout.Width} patches behind {layout.Skip} other tokens";
        return new TokenGrid(layout.Height, layout.Width, layout.Skip);
    }
}
