using GradCamService.Explain.Tests.Networks;

namespace GradCamService.Tests.Models;

/// <summary>A classifier of 4 MiB, whose weights are its version's own.</summary>
internal static class DenseNetwork
{
    /// <summary>Of its weights.</summary>
    public const long Bytes = sizeof(float) * ((16 * 3 * 3 * 3) + (1024 * 1024));

    /// <summary>Writes network and manifest.</summary>
    /// <param name="models">The directory of models.</param>
    /// <param name="folder">Below it.</param>
    /// <param name="version">In the manifest.</param>
    /// <param name="name">In the manifest; null: the folder's.</param>
    /// <param name="rows">How many times 1,024 classes it has, and 4 MiB.</param>
    public static void Write(string models, string folder, string version, string? name = null, int rows = 1)
    {
        var path = new NetworkBuilder().Input("image", 1, 1, 3, 32, 32).Weight($"w{version}", 16, 3, 3, 3).Weight($"dense{version}", 1024, 1024 * rows)
            .Node("Conv", $"image w{version}", "map", ("strides", new long[] { 4, 4 })).Node("Relu", "map", "relu")
            .Node("Flatten", "relu", "features").Node("MatMul", $"features dense{version}", "scores").Output("scores").SaveInto(models, folder);
        File.WriteAllText(Path.Combine(path, "model.json"), $$"""
            { "name": "{{name ?? folder}}", "version": "{{version}}", "task": "classification", "graph": "model.onnx", "output": "scores", "targetLayer": "relu",
              "input": { "width": 32, "height": 32, "mean": [127, 127, 127], "std": [128, 128, 128] } }
            """);
    }
}
