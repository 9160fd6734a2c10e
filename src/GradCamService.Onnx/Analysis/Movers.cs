namespace GradCamService.Onnx.Analysis;

/// <summary>Kinds of nodes by what they do to an image's features.</summary>
internal static class Movers
{
    private static readonly HashSet<string> Moving =
        ["Cast", "Dropout", "Flatten", "Identity", "Reshape", "Squeeze", "Transpose", "Unsqueeze"];

    private static readonly HashSet<string> Pooling =
    [
        "AveragePool", "GlobalAveragePool", "GlobalLpPool", "GlobalMaxPool", "LpPool", "MaxPool", "QLinearAveragePool",
            "QLinearGlobalAveragePool",
    ];

    private static readonly HashSet<string> Learning =
        ["Conv", "ConvInteger", "ConvTranspose", "DeformConv", "Einsum", "GRU", "Gemm", "LSTM", "MatMul", "MatMulInteger", "QLinearConv",
            "QLinearMatMul", "RNN"];

    /// <summary>Features stay what they are, in another order or type.</summary>
    public static bool Moves(Node node) => Moving.Contains(node.Key.Name);

    /// <summary>Positions become fewer, or one.</summary>
    public static bool Pools(Node node) => Pooling.Contains(node.Key.Name) || node.Key.Name.StartsWith("Reduce", StringComparison.Ordinal);

    /// <summary>Features become other features, by weights.</summary>
    public static bool Learns(Node node) => Learning.Contains(node.Key.Name);
}
