using System.Text.Json.Nodes;

namespace GradCamService.Explain.Tests.Manifests;

/// <summary>The least that a manifest must say, and changes to it.</summary>
internal static class LeastManifest
{
    public const string Json = """
        { "name": "mine", "task": "classification", "graph": "model.onnx",
          "input": { "width": 32, "height": 24, "mean": [0, 0, 0], "std": [255, 255, 255] } }
        """;

    public static string With(string change)
    {
        var manifest = JsonNode.Parse(Json)!.AsObject();
        Merge(manifest, JsonNode.Parse(change)!.AsObject());
        return manifest.ToJsonString();
    }

    private static void Merge(JsonObject target, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (value is JsonObject inner && target[name] is JsonObject old)
                Merge(old, inner);
            else
                target[name] = value?.DeepClone();
        }
    }
}
