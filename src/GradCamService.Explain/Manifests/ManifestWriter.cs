using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Models;

namespace GradCamService.Explain.Manifests;

/// <summary>The manifest of an ONNX file that had none, as <c>model.json</c>, for a person to correct and keep.</summary>
public static class ManifestWriter
{
    // Tensor names with umlauts or '<' are to be read by people; the file is no web page.
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON that <see cref="ModelManifest.Read"/> reads as the same model.</summary>
    /// <param name="model">A classifier, loaded without a manifest.</param>
    public static string Write(LoadedModel model)
    {
        var manifest = model.Manifest;
        var root = new JsonObject
        {
            ["name"] = manifest.Name,
            ["title"] = manifest.Title,
            ["version"] = manifest.Version,
            ["license"] = manifest.License,
            ["source"] = manifest.Source,
            ["task"] = "classification",
            ["graph"] = manifest.Graph,
            ["input"] = Input(manifest.Input),
            ["output"] = manifest.Output,
            ["targetLayer"] = manifest.TargetLayer,
            ["layers"] = Array(manifest.Layers),
        };
        if (manifest.TokenGrid is { } grid)
            root["tokens"] = new JsonObject { ["height"] = grid.Height, ["width"] = grid.Width, ["skip"] = grid.Skip };
        if (manifest.Concepts is not null)
            root["concepts"] = manifest.Concepts;
        root["sha256"] = new JsonObject { [manifest.Graph] = FileHashes.Of(manifest.GraphPath) };
        return root.ToJsonString(Readable);
    }

    private static JsonObject Input(ManifestInput input) => new()
    {
        ["tensor"] = input.Tensor,
        ["layout"] = input.Layout == TensorLayout.Nhwc ? "NHWC" : "NCHW",
        ["width"] = input.Spec.Width,
        ["height"] = input.Spec.Height,
        ["color"] = input.Spec.Color switch { ColorOrder.Gray => "gray", ColorOrder.Bgr => "BGR", _ => "RGB" },
        ["crop"] = input.Spec.Crop,
        ["fit"] = Word(input.Spec.Fit),
        ["resize"] = Word(input.Spec.Resize),
        ["mean"] = Array(input.Spec.Mean),
        ["std"] = Array(input.Spec.Std),
    };

    private static JsonArray Array<T>(IEnumerable<T> values) => [.. values.Select(value => JsonValue.Create(value))];

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
