using GradCamService.Explain.Tests.Networks;

namespace GradCamService.Explain.Tests.Tasks.Detection;

/// <summary>
/// A detector of 8 × 8 pixels that can be computed by hand: a box a quadrant, left to right and then down, with the logits 10 · red − 5 and
/// 10 · blue − 5 of the quadrant's mean red and blue. <c>features</c> <c>[N, 2, 8, 8]</c> are the red and blue of each pixel, from 0 to 1.
/// </summary>
internal static class SmallDetectors
{
    public const int Side = 8;

    /// <summary>Left, top, right, bottom: the second lies on the first but for one column, IoU 0.6.</summary>
    public static readonly float[] Boxes = [0, 0, 4, 4, 1, 0, 5, 4, 0, 4, 4, 8, 4, 4, 8, 8];

    private const string Input = """
        "input": { "width": 8, "height": 8, "mean": [0], "std": [255], "resize": "nearest" }, "labels": ["red", "blue"], "layers": ["features"], "graph": "model.onnx"
        """;

    /// <summary>Boxes <c>[N, 4, 4]</c> and logits <c>[N, 4, 2]</c>, a row a box.</summary>
    public static string WriteRows(string models) => Write(Network().Output("boxes", "logits"), models, "rows", $$"""
        { "name": "rows", "task": "detection", {{Input}}, "output": "logits", "scores": "sigmoid",
          "boxes": { "output": "boxes", "format": "xyxy", "unit": "pixels" } }
        """);

    /// <summary>Boxes and shares in one tensor <c>[N, 6, 4]</c>, a column a box, as YOLOv8 has it.</summary>
    public static string WriteColumns(string models) => Write(Network()
        .Node("Sigmoid", "logits", "shares")
        .Node("Concat", "boxes shares", "joined", ("axis", 2))
        .Node("Transpose", "joined", "columns", ("perm", new long[] { 0, 2, 1 })).Output("columns"), models, "columns", $$"""
        { "name": "columns", "task": "detection", {{Input}}, "scores": "probabilities",
          "boxes": { "format": "xyxy", "unit": "pixels", "least": 0.5 } }
        """);

    /// <summary>Another manifest for the network of <see cref="WriteRows(string)"/>.</summary>
    public static string WriteRows(string models, string fields) =>
        Write(Network().Output("boxes", "logits"), models, "rows", $$"""{ "name": "rows", "task": "detection", {{Input}}, {{fields}} }""");

    /// <summary>An input <c>[3, 8, 8]</c> whose quadrants have these means of red, and of blue.</summary>
    public static float[] Image(float[] red, float[] blue) => [.. Plane(red), .. Plane([0, 0, 0, 0]), .. Plane(blue)];

    public static IEnumerable<float> Plane(float[] quadrants) =>
        Enumerable.Range(0, Side * Side).Select(i => quadrants[(i / Side / 4 * 2) + (i % Side / 4)]);

    private static NetworkBuilder Network() => new NetworkBuilder().Input("image", 1, "batch", 3, Side, Side)
        .Floats("w", [1, 0, 0, 0, 0, 1], 2, 3, 1, 1).Longs("rows", 0, 2, 4).Floats("none", new float[8], 2, 4).Floats("places", Boxes, 1, 4, 4)
        .Floats("ten", [10], 1).Floats("five", [5], 1)
        .Node("Conv", "image w", "colors", ("kernel_shape", new long[] { 1, 1 }))
        .Node("Relu", "colors", "features")
        .Node("AveragePool", "features", "pooled", ("kernel_shape", new long[] { 4, 4 }), ("strides", new long[] { 4, 4 }))
        .Node("Reshape", "pooled rows", "means")
        .Node("Transpose", "means", "quadrants", ("perm", new long[] { 0, 2, 1 }))
        .Node("Mul", "quadrants ten", "scaled")
        .Node("Sub", "scaled five", "logits")
        .Node("MatMul", "quadrants none", "zeros")
        .Node("Add", "zeros places", "boxes");

    private static string Write(NetworkBuilder network, string models, string name, string manifest)
    {
        var folder = network.SaveInto(models, name);
        File.WriteAllText(Path.Combine(folder, "model.json"), manifest);
        return folder;
    }
}
