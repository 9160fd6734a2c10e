using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>
/// softmax(s·Q Kᵀ + masks) V as ONNX Runtime's own attentions compute it: what is hidden gets a large negative number and not −∞, unless the
/// file says otherwise.
/// </summary>
internal static class AttentionScores
{
    // ONNX Runtime's own where the file does not say.
    private const float Hidden = -10000;

    /// <param name="call">The node, with the attributes scale, unidirectional and mask_filter_value.</param>
    /// <param name="query"><c>[N, heads, queries, size]</c>.</param>
    /// <param name="key"><c>[N, heads, keys, size]</c>, what was before included.</param>
    /// <param name="value">Likewise.</param>
    /// <param name="mask">In one of ONNX Runtime's forms, or null.</param>
    /// <param name="bias">What is added to the scores, or null.</param>
    /// <returns>The result <c>[N, queries, heads · size]</c>, and the weights' scores <c>[N, heads, queries, keys]</c>.</returns>
    public static (Tensor Output, Tensor Scores) Of(OperatorCall call, Tensor query, Tensor key, Tensor value, Tensor? mask, Tensor? bias)
    {
        var scale = call.Attributes.Float("scale", 0) is not 0 and var given ? given : 1 / Math.Sqrt(query.shape[3]);
        var scores = query.Product(key.transpose(-2, -1)).Times(scale);
        if (bias is not null)
            scores = scores.Plus(bias.to(scores.dtype, scores.device));
        var hidden = call.Attributes.Float("mask_filter_value", Hidden);
        if (mask is not null)
            scores = scores.Plus(Allowed(call, mask.to(scores.device), scores.shape).logical_not().to(scores.dtype).Times(hidden));
        if (call.Attributes.Int("unidirectional", 0) != 0)
            scores = scores.masked_fill(Later(scores), Numbers.Of(finfo(scores.dtype).min));
        return (scores.softmax(-1).Product(value).transpose(1, 2).flatten(2), scores);
    }

    /// <summary>Keys after the query's own place; queries are the last of the keys.</summary>
    private static Tensor Later(Tensor scores)
    {
        var (queries, keys) = (scores.shape[2], scores.shape[3]);
        return ones([queries, keys], ScalarType.Bool, scores.device).triu(keys - queries + 1);
    }

    /// <summary>
    /// What may be looked at, broadcastable to the scores: a mask of keys <c>[N, keys]</c>, of queries and keys <c>[N, queries, keys]</c> or
    /// <c>[N, 1, most, most]</c>, the number of keys <c>[N]</c>, or ends and beginnings <c>[2N]</c>.
    /// </summary>
    private static Tensor Allowed(OperatorCall call, Tensor mask, long[] scores)
    {
        var (batch, queries, keys) = (scores[0], scores[2], scores[3]);
        if (mask.dim() == 1)
            return Counted(call, mask, batch, keys);
        var shaped = mask.dim() switch
        {
            2 => mask.unsqueeze(1).unsqueeze(1),
            3 => mask.unsqueeze(1),
            4 when mask.shape[2] >= keys && mask.shape[3] >= keys => mask.narrow(2, keys - queries, queries).narrow(3, 0, keys),
            _ => throw NoMask(call, mask, scores),
        };
        return Broadcasting.Shape(shaped.shape, scores) is { } shape && shape.SequenceEqual(scores)
            ? shaped != Numbers.Of(0) : throw NoMask(call, mask, scores);
    }

    private static Tensor Counted(OperatorCall call, Tensor mask, long batch, long keys)
    {
        var count = mask.shape[0];
        // The third form counts the sums of lengths too, for kernels on packed rows; its first part is the lengths.
        if (count != batch && count != 2 * batch && count != 3 * batch + 2)
            throw call.Error($"a mask of {count} numbers for {batch} rows");
        var places = Numbers.Below(keys, ScalarType.Int64, mask.device).reshape(1, 1, 1, keys);
        var allowed = places < mask.narrow(0, 0, batch).reshape(batch, 1, 1, 1);
        return count == 2 * batch ? allowed.logical_and(places >= mask.narrow(0, batch, batch).reshape(batch, 1, 1, 1)) : allowed;
    }

    private static OnnxException NoMask(OperatorCall call, Tensor mask, long[] scores) =>
        call.Error($"a mask of shape {ShapeText.Of(mask.shape)} does not fit scores of shape {ShapeText.Of(scores)}");
}
