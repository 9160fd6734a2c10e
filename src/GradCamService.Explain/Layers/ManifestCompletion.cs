using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Layers;

/// <summary>Finds in the graph the layers that a manifest leaves to it.</summary>
internal static class ManifestCompletion
{
    /// <param name="manifest">What is known.</param>
    /// <param name="scores">The tensor of the scores.</param>
    /// <param name="probe">A run.</param>
    /// <returns>The manifest with target layer and layers; <see cref="ModelManifest.Inferred"/> says how each was found.</returns>
    /// <exception cref="OnnxException">The graph has no such thing.</exception>
    public static ModelManifest Complete(ModelManifest manifest, string scores, NetworkProbe probe)
    {
        if (manifest.TargetLayer is not null)
            return manifest;
        var inferred = new Dictionary<string, string>(manifest.Inferred);
        if (manifest.Layers.Count > 0)
        {
            inferred["targetLayer"] = "the last of layers";
            return manifest with { TargetLayer = manifest.Layers[^1], Inferred = inferred };
        }
        var analysis = probe.Analyze(scores);
        var layers = LayerSearch.Find(analysis, probe.Feeds);
        inferred["targetLayer"] = layers.Why;
        inferred["layers"] = analysis.LayoutOf(layers.Target)!.Form == SpatialForm.Tokens
            ? "normalizations whose patches reach the scores"
            : "the last map of each resolution, where there is one the last through which all of the image's way leads";
        return manifest with
        {
            TargetLayer = layers.Target,
            Layers = layers.Offered,
            TokenGrid = manifest.TokenGrid ?? GridOf(analysis.LayoutOf(layers.Target)!, inferred),
            Inferred = inferred,
        };
    }

    private static TokenGrid? GridOf(SpatialLayout layout, Dictionary<string, string> inferred)
    {
        if (layout.Form != SpatialForm.Tokens)
            return null;
        inferred["tokens"] = $"{layout.Height} × {layout.Width} patches behind {layout.Skip} other tokens";
        return new TokenGrid(layout.Height, layout.Width, layout.Skip);
    }
}
