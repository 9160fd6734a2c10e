using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>ONNX Runtime's attentions, Vaswani et al. 2017, arXiv:1706.03762: with the projections inside, quantized, and without them.</summary>
internal static class FusedAttentions
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("com.microsoft", "Attention", 1)] = new(Attention, Trait.Learns | Trait.SeesAll),
        [new("com.microsoft", "MultiHeadAttention", 1)] = new(MultiHeadAttention, Trait.SeesAll),
        [new("com.microsoft", "QAttention", 1)] = new(QAttention, Trait.Learns | Trait.SeesAll),
    };

    // Inputs: data, weights of queries, keys and values side by side, bias, mask, past, what is added to the scores.
    private static Outputs Attention(OperatorCall call) => Projected(call, call[0], call[1], call.Optional(2), call.Optional(3), call.Optional(4), call.Optional(5));

    // Inputs: data, weights, bias, their scales, mask, their zero points, past.
    [Note(Quantization.StraightThrough)]
    private static Outputs QAttention(OperatorCall call)
    {
        var data = Quantization.Dequantize(call, call[0], call[3], call.Optional(6), -1);
        var weights = Quantization.Dequantize(call, call[1], call[4], call.Optional(7), -1);
        return Projected(call, data, weights, call[2], call.Optional(5), call.Optional(8), null);
    }

    private static Outputs Projected(OperatorCall call, Tensor data, Tensor weights, Tensor? bias, Tensor? mask, Tensor? past, Tensor? added)
    {
        RefuseSharing(call);
        if (call.Attributes.Int("do_rotary", 0) != 0)
            throw call.Error("do_rotary = 1 is not supported");
        if (data.dim() != 3 || weights.dim() != 2)
            throw call.Error($"data of {data.dim()} axes and weights of {weights.dim()}, expected 3 and 2");
        var projected = LinearAlgebra.Product(call, data, weights);
        if (bias is not null)
            projected = projected.Plus(bias);
        var third = weights.shape[1] / 3;
        var sizes = call.Attributes.Ints("qkv_hidden_sizes") ?? [third, third, third];
        if (sizes.Length != 3 || sizes.Any(size => size <= 0) || sizes.Sum() != weights.shape[1])
            throw call.Error($"{weights.shape[1]} columns do not fall into {ShapeText.Of(sizes)}");
        var query = Heads(call, projected.narrow(2, 0, sizes[0]));
        var key = Heads(call, projected.narrow(2, sizes[0], sizes[1]));
        var value = Heads(call, projected.narrow(2, sizes[0] + sizes[1], sizes[2]));
        if (past is not null)
            (key, value) = (cat([past.select(0, 0), key], 2), cat([past.select(0, 1), value], 2));
        var output = AttentionScores.Of(call, query, key, value, mask, added).Output;
        return call.Node.Outputs.Count < 2 ? output : new[] { output, stack([key, value]) };
    }

    // Inputs: query, key, value, bias, mask of keys, what is added to the scores, past keys and values.
    private static Outputs MultiHeadAttention(OperatorCall call)
    {
        RefuseSharing(call);
        var (query, key, value) = Parts(call);
        if (call.Optional(6) is { } pastKey && call.Optional(7) is { } pastValue)
            (key, value) = (cat([pastKey, key], 2), cat([pastValue, value], 2));
        var (output, scores) = AttentionScores.Of(call, query, key, value, call.Optional(4), call.Optional(5));
        return call.Node.Outputs.Count < 2 ? output : new[] { output, key, value, scores };
    }

    /// <summary>
    /// Queries, keys and values <c>[N, heads, steps, size]</c>: three of <c>[N, steps, heads · size]</c>, all in one <c>[N, steps, heads, 3,
    /// size]</c>, keys and values in one <c>[N, steps, heads, 2, size]</c>, or keys and values with their heads, to which no bias is added.
    /// </summary>
    private static (Tensor Query, Tensor Key, Tensor Value) Parts(OperatorCall call)
    {
        var query = call[0];
        if (query.dim() == 5)
            return (Packed(query, 0), Packed(query, 1), Packed(query, 2));
        var bias = call.Optional(3);
        var size = query.shape[^1];
        query = Heads(call, Biased(query, bias, 0));
        var key = call[1];
        if (key.dim() == 5)
            return (query, Packed(key, 0), Packed(key, 1));
        return key.dim() == 4
            ? (query, key, call[2])
            : (query, Heads(call, Biased(key, bias, size)), Heads(call, Biased(call[2], bias, size + key.shape[^1])));
    }

    private static Tensor Packed(Tensor packed, long part) => packed.select(3, part).transpose(1, 2);

    private static Tensor Biased(Tensor tensor, Tensor? bias, long start) => bias is null ? tensor : tensor.Plus(bias.narrow(0, start, tensor.shape[^1]));

    private static Tensor Heads(OperatorCall call, Tensor tensor)
    {
        var heads = call.Attributes.RequiredInt("num_heads");
        return tensor.dim() == 3 && heads > 0 && tensor.shape[2] % heads == 0
            ? tensor.unflatten(2, [heads, tensor.shape[2] / heads]).transpose(1, 2)
            : throw call.Error($"a tensor of shape {ShapeText.Of(tensor.shape)} does not fall into {heads} heads");
    }

    private static void RefuseSharing(OperatorCall call)
    {
        if (call.Attributes.Int("past_present_share_buffer", 0) != 0)
            throw call.Error("past_present_share_buffer = 1 is not supported: it writes over an input");
    }
}
