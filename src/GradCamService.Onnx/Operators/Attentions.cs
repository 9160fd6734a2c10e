using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Scaled dot-product attention and rotary position embeddings.</summary>
internal static class Attentions
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Attention", 23)] = new(Attention, Trait.SeesAll),
        [new("RotaryEmbedding", 23)] = new(RotaryEmbedding),
    };

    // softmax(cap(s·Q Kᵀ) + mask) V, Vaswani et al. 2017, arXiv:1706.03762; fewer heads of keys than of queries are repeated.
    private static Outputs Attention(OperatorCall call)
    {
        var attributes = call.Attributes;
        var query = Heads(call, 0, "q_num_heads");
        var key = WithPast(call, Heads(call, 1, "kv_num_heads"), 4);
        var value = WithPast(call, Heads(call, 2, "kv_num_heads"), 5);
        var groups = key.shape[1] > 0 ? query.shape[1] / key.shape[1] : 0;
        if (groups == 0 || groups * key.shape[1] != query.shape[1] || value.shape[1] != key.shape[1])
            throw call.Error($"{query.shape[1]} heads of queries do not fit {key.shape[1]} of keys and {value.shape[1]} of values");

        // The square root on both sides keeps float16 in its range.
        var scale = Math.Sqrt(attributes.Float("scale") ?? 1 / Math.Sqrt(query.shape[3]));
        var scores = query.Times(scale).Product(Repeated(key, groups).Times(scale).transpose(-2, -1));
        var raw = scores;
        if (attributes.Float("softcap", 0) is > 0 and var cap)
            scores = scores.Over(cap).tanh().Times(cap);
        var capped = scores;
        scores = AttentionMasks.All(call, scores).Aggregate(scores, (sum, mask) => sum.Plus(mask));
        var precision = attributes.Int("softmax_precision", 0) is not 0 and var type ? Types.Of(call, type) : scores.dtype;
        // A query that may look at nothing gets zeros, not NaN.
        var weights = scores.to(precision).softmax(-1).nan_to_num(0).to(query.dtype);
        var output = weights.Product(Repeated(value, groups));
        if (call[0].dim() == 3)
            output = output.transpose(1, 2).flatten(2);
        var shown = attributes.Int("qk_matmul_output_mode", 0) switch
        {
            0 => raw,
            1 => capped,
            2 => scores,
            3 => weights,
            var mode => throw call.Error($"qk_matmul_output_mode {mode} is not one of 0 to 3"),
        };
        return new[] { output, key, value, shown };
    }

    /// <summary><c>[N, T, heads · size]</c> or <c>[N, heads, T, size]</c> → the latter.</summary>
    private static Tensor Heads(OperatorCall call, int index, string attribute)
    {
        var tensor = call[index];
        if (tensor.dim() == 4)
            return tensor;
        var heads = call.Attributes.RequiredInt(attribute);
        return tensor.dim() == 3 && heads > 0 && tensor.shape[2] % heads == 0
            ? tensor.unflatten(2, [heads, tensor.shape[2] / heads]).transpose(1, 2)
            : throw call.Error($"input {index} of shape {ShapeText.Of(tensor.shape)} does not fall into {heads} heads");
    }

    private static Tensor WithPast(OperatorCall call, Tensor tensor, int past) =>
        call.Optional(past) is { } before ? cat([before, tensor], 2) : tensor;

    private static Tensor Repeated(Tensor heads, long times) => times == 1 ? heads : heads.repeat_interleave(times, 1);

    // Su et al. 2021, arXiv:2104.09864: each pair of elements is turned by an angle that grows with the position.
    private static Outputs RotaryEmbedding(OperatorCall call)
    {
        var input = Heads(call, 0, "num_heads");
        var size = call.Attributes.Int("rotary_embedding_dim", 0) is > 0 and var part ? part : input.shape[3];
        if (size % 2 != 0 || size > input.shape[3])
            throw call.Error($"{size} elements of {input.shape[3]} cannot be turned in pairs");
        var (cos, sin) = (Turns(call, 1), Turns(call, 2));
        var turned = input.narrow(3, 0, size);
        var interleaved = call.Attributes.Int("interleaved", 0) != 0;
        var pairs = interleaved ? turned.unflatten(3, [size / 2, 2]) : turned.unflatten(3, [2, size / 2]).transpose(3, 4);
        var (first, second) = (pairs.select(4, 0), pairs.select(4, 1));
        var rotated = stack([first * cos - second * sin, (first * sin).Plus(second * cos)], interleaved ? 4 : 3).flatten(3);
        var output = size == input.shape[3] ? rotated : cat([rotated, input.narrow(3, size, input.shape[3] - size)], 3);
        return call[0].dim() == 3 ? output.transpose(1, 2).flatten(2) : output;
    }

    /// <summary>Cosines or sines of every position, <c>[N, 1, T, size / 2]</c>.</summary>
    private static Tensor Turns(OperatorCall call, int index)
    {
        var cache = call[index];
        if (call.Optional(3) is not { } positions)
            return cache.unsqueeze(1);
        return cache.index_select(0, positions.to(cache.device).flatten()).reshape([.. positions.shape, cache.shape[^1]]).unsqueeze(1);
    }
}
