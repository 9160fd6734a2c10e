namespace GradCamService.Onnx.Loading;

/// <summary>Convolutions with a sum and an activation behind them, and those whose channels come last.</summary>
internal static class FusedConvolutions
{
    private static readonly string[] Attributes = ["auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"];

    // activation(Conv(X, W, B) + Z)
    public static bool FusedConv(PlainNodes nodes)
    {
        var conv = nodes.Add("Conv", [nodes.Input(0), nodes.Input(1), nodes.Input(2)], attributes: nodes.Same(Attributes));
        return FusedActivations.Write(nodes, Sum(nodes, conv), nodes.Floats("activation_params"));
    }

    // Weights with their channels last too, [M, kernel, C / groups]: what ONNX Runtime's kernels on a GPU read.
    public static bool NhwcConv(PlainNodes nodes)
    {
        Nhwc(nodes, nodes.Transpose(nodes.Input(1), null, Forward(nodes)), [nodes.Output(0)]);
        return true;
    }

    // Only what the layer reads and makes is transposed; its weights are those of Conv.
    public static bool NhwcFusedConv(PlainNodes nodes) =>
        FusedActivations.Write(nodes, Sum(nodes, Nhwc(nodes, nodes.Input(1), null)), nodes.Floats("activation_params"));

    private static string Nhwc(PlainNodes nodes, string weights, string[]? outputs)
    {
        var input = nodes.Transpose(nodes.Input(0), null, Forward(nodes));
        var conv = nodes.Add("Conv", [input, weights, nodes.Input(2)], attributes: nodes.Same(Attributes));
        long[] back = [0, .. Enumerable.Range(2, Rank(nodes) - 2).Select(axis => (long)axis), 1];
        return nodes.Transpose(conv, outputs, back);
    }

    private static string Sum(PlainNodes nodes, string conv) => nodes.Input(3).Length == 0 ? conv : nodes.Add("Add", [conv, nodes.Input(3)]);

    private static long[] Forward(PlainNodes nodes) => [0, Rank(nodes) - 1, .. Enumerable.Range(1, Rank(nodes) - 2).Select(axis => (long)axis)];

    private static int Rank(PlainNodes nodes) => 2 + (nodes.Ints("kernel_shape") ?? nodes.Ints("strides") ?? nodes.Ints("dilations"))?.Length ?? 4;
}
