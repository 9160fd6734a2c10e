using GradCamService.Explain.Tests.Networks;

namespace GradCamService.Explain.Tests.Tasks.Regression;

/// <summary>
/// A network of 4 × 4 pixels whose numbers can be computed by hand: <c>points</c> <c>[N, 2, 2]</c>, the mean red and green of all pixels, then their
/// doubles; <c>features</c> <c>[N, 2, 4, 4]</c> are red and green of each pixel, from 0 to 1.
/// </summary>
internal static class SmallRegressions
{
    public const int Side = 4;

    private const string Labels = """
        "labels": ["x of the nose", "y of the nose", "x of the tail", "y of the tail"],
        """;

    public static string Write(string models, bool isLabelled = true)
    {
        var folder = Network().Output("points").SaveInto(models, "points");
        File.WriteAllText(Path.Combine(folder, "model.json"), $$"""
            { "name": "points", "task": "regression", "graph": "model.onnx", {{(isLabelled ? Labels : "")}} "layers": ["features"],
              "input": { "width": 4, "height": 4, "mean": [0], "std": [255] } }
            """);
        return folder;
    }

    /// <summary>An input <c>[3, 4, 4]</c> of one colour.</summary>
    public static float[] Image(float red, float green) =>
        [.. Enumerable.Repeat(red, Side * Side), .. Enumerable.Repeat(green, Side * Side), .. new float[Side * Side]];

    private static NetworkBuilder Network() => new NetworkBuilder().Input("image", 1, "batch", 3, Side, Side)
        .Floats("w", [1, 0, 0, 0, 1, 0], 2, 3, 1, 1).Longs("row", 0, 1, 2).Floats("two", [2], 1)
        .Node("Conv", "image w", "colors", ("kernel_shape", new long[] { 1, 1 }))
        .Node("Relu", "colors", "features")
        .Node("GlobalAveragePool", "features", "pooled")
        .Node("Reshape", "pooled row", "nose")
        .Node("Mul", "nose two", "tail")
        .Node("Concat", "nose tail", "points", ("axis", 1));
}
