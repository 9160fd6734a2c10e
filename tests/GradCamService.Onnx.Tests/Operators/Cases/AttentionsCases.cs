using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class AttentionsCases
{
    private static Tensor Heads(int seed, long heads, long steps, long size = 6) => Sample.Normal(seed, 2, heads, steps, size);

    private static readonly (string Name, object Value)[] Grouped = [("q_num_heads", 4), ("kv_num_heads", 2)];

    public static IEnumerable<OperatorCase> All =>
    [
        Of("Attention", 23, "heads", [Heads(1, 3, 4), Heads(2, 3, 5), Heads(3, 3, 5)]),
        Of("Attention", 23, "values of another size", [Heads(1, 3, 4), Heads(2, 3, 5), Heads(3, 3, 5, 4)], ("scale", 0.3f)),
        Of("Attention", 23, "grouped queries without heads axis", [Sample.Normal(4, 2, 3, 24), Sample.Normal(5, 2, 5, 12),
            Sample.Normal(6, 2, 5, 12)], Grouped),
        Of("Attention", 23, "causal", [Heads(1, 3, 4), Heads(2, 3, 4), Heads(3, 3, 4)], ("is_causal", 1)),
        Of("Attention", 23, "truths as mask", [Heads(1, 3, 4), Heads(2, 3, 5), Heads(3, 3, 5), Sample.Uniform(7, 0, 1, 4, 5) < 0.7]),
        Of("Attention", 23, "numbers as mask, softcap", [Heads(1, 3, 4), Heads(2, 3, 5), Heads(3, 3, 5), Sample.Normal(8, 2, 1, 4, 5)],
            ("softcap", 0.8f)),
        Of("Attention", 23, "past, causal", [Heads(1, 2, 3), Heads(2, 2, 3), Heads(3, 2, 3), null, Heads(9, 2, 2), Heads(10, 2, 2)],
            ("is_causal", 1)).WithOutputs(3),
        Of("Attention", 23, "a mask shorter than the keys", [Heads(1, 3, 4), Heads(2, 3, 5), Heads(3, 3, 5),
            Sample.Normal(8, 4, 3)]) with { NoOracle = "ONNX Runtime wants the full length" },
        .. Enumerable.Range(0, 4).Select(mode =>
            Of("Attention", 23, $"scores, mode {mode}", [Heads(1, 3, 4), Heads(2, 3, 5), Heads(3, 3, 5), Sample.Normal(8, 4, 7),
                Heads(11, 3, 2), Heads(12, 3, 2)],
                ("qk_matmul_output_mode", mode), ("softcap", 0.8f)).WithOutputs(4)),
        Of("Attention", 24, "padded keys", [Heads(1, 3, 4), Heads(2, 3, 5), Heads(3, 3, 5), null, null, null, Sample.Longs(3, 5)]),
        Of("RotaryEmbedding", 23, "halves", [Heads(1, 3, 4), Sample.Normal(13, 2, 4, 3), Sample.Normal(14, 2, 4, 3)]),
        Of("RotaryEmbedding", 23, "interleaved, positions", [Heads(1, 3, 4), Sample.Normal(13, 9, 3), Sample.Normal(14, 9, 3),
            Sample.Integers(15, 0, 9, 2, 4)], ("interleaved", 1)),
        Of("RotaryEmbedding", 23, "part of the elements", [Sample.Normal(16, 2, 4, 12), Sample.Normal(13, 9, 2), Sample.Normal(14, 9, 2),
            Sample.Integers(15, 0, 9, 2, 4)], ("rotary_embedding_dim", 4), ("num_heads", 2)),
    ];
}
