using GradCamService.Explain.Tests.Networks;

namespace GradCamService.Explain.Tests.Tasks.Segmentation;

/// <summary>
/// A network of 8 × 8 pixels that can be computed by hand: at each, the logits red − ½ and blue − ½, and their sigmoids as its output. <c>features</c>
/// <c>[N, 2, 8, 8]</c> are red and blue, from 0 to 1.
/// </summary>
internal static class SmallSegmentations
{
    public static string Write(string models) => Write(Network().Node("Sigmoid", "logits", "shares").Output("shares"), models, "colors");

    /// <summary>The same with what an exporter may put behind the logits.</summary>
    /// <param name="end">Adds nodes and the output.</param>
    /// <param name="fields">Further fields of the manifest, each with a comma before it.</param>
    public static string Write(string models, string name, Func<NetworkBuilder, NetworkBuilder> end, string fields = "") =>
        Write(end(Network()), models, name, fields);

    private static NetworkBuilder Network() => new NetworkBuilder().Input("image", 1, "batch", 3, 8, 8)
        .Floats("w", [1, 0, 0, 0, 0, 1], 2, 3, 1, 1).Floats("half", [0.5f], 1)
        .Node("Conv", "image w", "colors", ("kernel_shape", new long[] { 1, 1 }))
        .Node("Relu", "colors", "features")
        .Node("Sub", "features half", "logits");

    private static string Write(NetworkBuilder network, string models, string name, string fields = "")
    {
        var folder = network.SaveInto(models, name);
        File.WriteAllText(Path.Combine(folder, "model.json"), $$"""
            { "name": "{{name}}", "task": "segmentation", "graph": "model.onnx", "labels": ["red", "blue"], "layers": ["features"],
              "input": { "width": 8, "height": 8, "mean": [0], "std": [255], "resize": "nearest" } {{fields}} }
            """);
        return folder;
    }
}
