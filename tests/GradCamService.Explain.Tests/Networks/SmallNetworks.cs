namespace GradCamService.Explain.Tests.Networks;

/// <summary>A small classifier of five classes on 16 × 16 pixels, and parts to build others of.</summary>
internal static class SmallNetworks
{
    public const int Classes = 5;

    /// <summary>
    /// Two convolutions with ReLU, a pool between them, global average pooling and a linear layer: <c>relu2</c> is its last map.
    /// </summary>
    public static NetworkBuilder Plain(long opset = 17) => Features(new NetworkBuilder(opset).Input("image", 1, "batch", 3, 16, 16))
        .Head("relu2", "logits").Output("logits");

    public static NetworkBuilder Features(NetworkBuilder builder) => builder
        .Weight("w1", 8, 3, 3, 3).Weight("b1", 8).Weight("w2", 12, 8, 3, 3).Weight("b2", 12)
        .Node("Conv", "image w1 b1", "conv1", ("kernel_shape", new long[] { 3, 3 }), ("pads", new long[] { 1, 1, 1, 1 }))
        .Node("Relu", "conv1", "relu1")
        .Node("MaxPool", "relu1", "pool1", ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }))
        .Node("Conv", "pool1 w2 b2", "conv2", ("kernel_shape", new long[] { 3, 3 }), ("pads", new long[] { 1, 1, 1, 1 }))
        .Node("Relu", "conv2", "relu2");

    public static NetworkBuilder Head(this NetworkBuilder builder, string map, string output, string weight = "w3") => builder
        .Weight(weight, Classes, 12).Weight("b3", Classes)
        .Node("GlobalAveragePool", map, "pooled")
        .Node("Flatten", "pooled", "flat")
        .Node("Gemm", $"flat {weight} b3", output, ("transB", 1));
}
