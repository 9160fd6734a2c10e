using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>What an attention's queries may not look at: numbers to add to its scores, −∞ for what is hidden.</summary>
internal static class AttentionMasks
{
    /// <param name="call">Attention: input 3 is the mask, 4 the past keys, 6 the number of keys that are no padding.</param>
    /// <param name="scores"><c>[N, heads, queries, keys]</c>.</param>
    public static IEnumerable<Tensor> All(OperatorCall call, Tensor scores)
    {
        var (queries, keys) = (scores.shape[2], scores.shape[3]);
        if (call.Optional(3) is { } given)
            yield return Given(given, keys, scores);
        var counts = call.Optional(6)?.to(scores.device).reshape(-1, 1, 1, 1);
        var places = Numbers.Below(keys, ScalarType.Int64, scores.device).reshape(1, 1, 1, -1);
        if (counts is not null)
            yield return Hidden(places >= counts, scores);
        if (call.Attributes.Int("is_causal", 0) == 0)
            yield break;
        var rows = Numbers.Below(queries, ScalarType.Int64, scores.device).reshape(1, 1, -1, 1);
        var past = call.Optional(4);
        var last = past is not null ? rows.Plus(past.shape[2]) : counts is not null ? rows.Plus(counts.Minus(queries)) : rows;
        yield return Hidden(places > last, scores);
    }

    /// <summary>A mask of truths or of numbers; one that is shorter than the keys hides the rest.</summary>
    private static Tensor Given(Tensor mask, long keys, Tensor scores)
    {
        var numbers = mask.dtype == ScalarType.Bool ? Hidden(mask.logical_not(), scores) : mask.to(scores.dtype);
        var missing = keys - numbers.shape[^1];
        return missing <= 0 ? numbers : nn.functional.pad(numbers, [0, missing], value: double.NegativeInfinity);
    }

    private static Tensor Hidden(Tensor where, Tensor scores) =>
        zeros_like(where).to(scores.dtype, scores.device).masked_fill(where.to(scores.device), Numbers.Of(double.NegativeInfinity));
}
