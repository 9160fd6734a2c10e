namespace GradCamService.Explain.Tests.Networks;

/// <summary>
/// A classifier of five classes on 16 × 16 pixels that reads more than its image: <c>dose</c> scales its map, two whole numbers <c>codes</c> and a
/// gray picture of 8 × 8 pixels, <c>before</c>, go into its last layer, and <c>double</c>, one truth value for all images, doubles the pooled map.
/// </summary>
internal static class BoundNetwork
{
    private const int Float = 1;
    private const int Int64 = 7;
    private const int Bool = 9;

    public const string Bind = """
        { "dose": { "from": "numbers", "min": 0, "max": 10 }, "codes": { "from": "numbers", "default": [3, 4], "min": 0 }, "double": "numbers",
          "before": { "from": "picture", "mean": [127.5], "std": [127.5] } }
        """;

    /// <param name="batch">The name of the batch's size, or a size that the file fixes.</param>
    public static NetworkBuilder Graph(object? batch = null)
    {
        batch ??= "batch";
        return SmallNetworks.Features(new NetworkBuilder().Input("image", Float, batch, 3, 16, 16).Input("dose", Float, batch)
                .Input("codes", Int64, batch, 2).Input("double", Bool, 1).Input("before", Float, batch, 1, 8, 8))
            .Longs("axes", 1, 2, 3).Longs("rows", batch is int size ? size : -1, 64).Floats("one", [1])
            .Weight("wBefore", 64, 3).Weight("w3", SmallNetworks.Classes, 17).Weight("b3", SmallNetworks.Classes)
            .Node("Unsqueeze", "dose axes", "dose4").Node("Mul", "relu2 dose4", "scaled")
            .Node("GlobalAveragePool", "scaled", "pooled").Node("Flatten", "pooled", "flat")
            .Node("Cast", "double", "doubled", ("to", Float)).Node("Add", "doubled one", "factor").Node("Mul", "flat factor", "features")
            .Node("Cast", "codes", "codesReal", ("to", Float))
            .Node("Reshape", "before rows", "beforeRow").Node("MatMul", "beforeRow wBefore", "beforeFeatures")
            .Node("Concat", "features codesReal beforeFeatures", "all", ("axis", 1))
            .Node("Gemm", "all w3 b3", "logits", ("transB", 1)).Output("logits");
    }

    /// <summary>Writes the network and its manifest into a folder.</summary>
    public static string SaveInto(
        string models, string name, string? bind = null, object? batch = null, string task = "classification", NetworkBuilder? graph = null)
    {
        var folder = (graph ?? Graph(batch)).SaveInto(models, name);
        File.WriteAllText(Path.Combine(folder, "model.json"), $$"""
            { "name": "{{name}}", "task": "{{task}}", "graph": "model.onnx", "bind": {{bind ?? Bind}},
              "input": { "tensor": "image", "width": 16, "height": 16, "mean": [127.5], "std": [127.5] } }
            """);
        return folder;
    }
}
