using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class FusedAttentionsCases
{
    private const int Heads = 2;

    private static readonly (string, object) TwoHeads = ("num_heads", Heads);

    // Data [2, 3, 6], weights of queries, keys and values [6, 24], bias.
    private static Tensor[] Merged => [Sample.Normal(1, 2, 3, 6), Sample.Normal(2, 6, 24) * 0.5, Sample.Normal(3, 24)];

    // Queries [2, 3, 8], keys and values [2, 5, 8].
    private static Tensor[] Separate => [Sample.Normal(11, 2, 3, 8), Sample.Normal(12, 2, 5, 8), Sample.Normal(13, 2, 5, 8)];

    private static Tensor Ints(params int[] values) => tensor(values);

    public static IEnumerable<OperatorCase> All =>
    [
        Attention("", Merged),
        Attention("no bias, scale", Merged[..2], ("scale", 0.2f)) with { NoOracle = "ONNX Runtime's kernel needs a bias and ends the process" },
        Attention("scale", Merged, ("scale", 0.2f)),
        Attention("lengths", [.. Merged, Ints(2, 3)]),
        Attention("ends and beginnings", [.. Merged, Ints(3, 2, 1, 0)]),
        Attention("mask of keys", [.. Merged, Ints(1, 0, 1, 0, 1, 1).reshape(2, 3)], ("mask_filter_value", -50f)),
        Attention("mask of queries and keys", [.. Merged, Sample.Integers(4, 0, 2, 2, 3, 3).to(ScalarType.Int32)]),
        Attention("unidirectional", Merged, ("unidirectional", 1)),
        Attention("unidirectional, past", [.. Merged, null, Sample.Normal(5, 2, 2, Heads, 2, 4)], ("unidirectional", 1)).WithOutputs(2),
        Attention("added to the scores", [.. Merged, null, null, Sample.Normal(6, 1, Heads, 3, 3)]),
        Attention("values of another size", [Sample.Normal(1, 2, 3, 6), Sample.Normal(7, 6, 20) * 0.5, Sample.Normal(8, 20)],
            ("qkv_hidden_sizes", new[] { 8L, 8, 4 })),
        MultiHead("", Separate),
        MultiHead("bias", [.. Separate, Sample.Normal(14, 24)]),
        MultiHead("mask of keys", [.. Separate, null, Ints(1, 1, 1, 0, 0, 1, 1, 1, 1, 1).reshape(2, 5)]),
        MultiHead("lengths", [.. Separate, null, Ints(3, 5)]),
        MultiHead("added to the scores", [.. Separate, null, null, Sample.Normal(15, 2, Heads, 3, 5)], ("scale", 0.4f)),
        MultiHead("unidirectional", [Separate[1], Separate[1], Separate[2]], ("unidirectional", 1)),
        MultiHead("keys with heads", [Separate[0], Sample.Normal(16, 2, Heads, 5, 4), Sample.Normal(17, 2, Heads, 5, 4)]),
        MultiHead("past", [Separate[1], Separate[1], Separate[2], null, null, null, Sample.Normal(18, 2, Heads, 2, 4), Sample.Normal(19, 2, Heads, 2, 4)])
            .WithOutputs(3),
        MultiHead("all in one", [Sample.Normal(20, 2, 3, Heads, 3, 4)]) with { NoOracle = "ONNX Runtime has packed tensors on GPUs only" },
        MultiHead("keys and values in one", [Separate[0], Sample.Normal(21, 2, 5, Heads, 2, 4)]) with
        {
            NoOracle = "ONNX Runtime has packed tensors on GPUs only"
        },
        QAttention("", []) with { HasGradient = false },
        QAttention("mask, unidirectional", [Ints(2, 3)], ("unidirectional", 1)) with { HasGradient = false },
    ];

    private static OperatorCase Attention(string variant, Tensor?[] inputs, params (string, object)[] attributes) =>
        OfMicrosoft("Attention", variant, inputs, [TwoHeads, .. attributes]);

    private static OperatorCase MultiHead(string variant, Tensor?[] inputs, params (string, object)[] attributes) =>
        OfMicrosoft("MultiHeadAttention", variant, inputs, [TwoHeads, .. attributes]);

    private static OperatorCase QAttention(string variant, Tensor?[] mask, params (string, object)[] attributes)
    {
        Tensor?[] inputs = [Sample.Integers(22, 0, 256, 2, 3, 6).to(ScalarType.Byte), Sample.Integers(23, -64, 64, 6, 24).to(ScalarType.Int8),
            Sample.Normal(24, 24), tensor(0.02f), tensor(0.01f), mask.FirstOrDefault(), tensor((byte)120), tensor((sbyte)0)];
        return OfMicrosoft("QAttention", variant, inputs, [TwoHeads, .. attributes]);
    }
}
