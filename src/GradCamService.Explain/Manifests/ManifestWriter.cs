using System.Text.Encodings.Web;
using System.Text.Json;
using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Manifests;

/// <summary>The manifest of an ONNX file that had none, as <c>model.json</c>, for a person to correct and keep.</summary>
public static class ManifestWriter
{
    // Tensor names with umlauts or '<' are to be read by people; the file is no web page.
    private static readonly ManifestJson Readable =
        new(new JsonSerializerOptions(ManifestJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>JSON that <see cref="ModelManifest.Read"/> reads as the same model.</summary>
    /// <param name="manifest">Of one graph, with all that was found in it; its file is read for its hash.</param>
    public static string Write(ModelManifest manifest) => JsonSerializer.Serialize(
        new ModelFile(
            Name: manifest.Name,
            Title: manifest.Title,
            Version: manifest.Version,
            License: manifest.License,
            Source: manifest.Source,
            Task: manifest.Task,
            Graph: manifest.Graph,
            Input: Input(manifest.Input, manifest.Input.Spec),
            Output: manifest.Output,
            Scores: manifest.Scores,
            TargetLayer: manifest.TargetLayer,
            Layers: manifest.Layers,
            Threshold: manifest.Threshold,
            Tokens: manifest.TokenGrid is { } grid ? new TokensFile(grid.Height, grid.Width, grid.Skip) : null,
            Concepts: manifest.Concepts,
            Labels: manifest.Labels.Count > 0 ? manifest.Labels : null,
            Sha256: new Dictionary<string, string> { [manifest.Graph] = FileHashes.Of(manifest.GraphPath) }),
        Readable.ModelFile);

    private static InputFile Input(ManifestInput input, InputSpec spec) => new(
        input.Tensor, input.Layout, spec.Width, spec.Height, spec.Color,
        Further: spec.Further.Count == 0 ? null : [.. spec.Further.Select(photo => photo.Color)],
        Crop: spec.Crop, Fit: spec.Fit, Resize: spec.Resize,
        Mean: spec.OverPhotos(photo => photo.Mean), Std: spec.OverPhotos(photo => photo.Std));
}
