using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>What depends on the order of elements along an axis.</summary>
internal static class Ordering
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("ArgMax", 1)] = new(
            [NotDifferentiable] (call) => ArgExtreme(call, (input, axis) => input.argmax(axis, keepdim: true)), Trait.Decides),
        [new("ArgMin", 1)] = new([NotDifferentiable] (call) => ArgExtreme(call, (input, axis) => input.argmin(axis, keepdim: true))),
        [new("CumProd", 26)] = new(call => Cumulate(call, (input, axis) => input.cumprod(axis, input.dtype), 1)),
        [new("CumSum", 11)] = new(call => Cumulate(call, (input, axis) => input.cumsum(axis, input.dtype), 0)),
        [new("TopK", 1)] = new(call => TopK(call, call.Attributes.RequiredInt("k")), Trait.Decides | Trait.LosesAxes),
        [new("TopK", 10)] = new(
            call => TopK(call, call.Longs(1) is [var k] ? k : throw call.Error("K must be one number")), Trait.Decides | Trait.LosesAxes),
        [new("Unique", 11)] = new(Unique),
    };

    private static Tensor ArgExtreme(OperatorCall call, Func<Tensor, long, Tensor> find)
    {
        var axis = Axes.Normalize(call, call.Attributes.Int("axis", 0), call[0].dim());
        // libtorch names the first of equal elements; the last one is the first from the other end.
        var index = call.Attributes.Int("select_last_index", 0) == 0
            ? find(call[0], axis)
            : find(call[0].flip(axis), axis).SubtractedFrom(call[0].shape[axis] - 1);
        return (call.Attributes.Int("keepdims", 1) != 0 ? index : index.squeeze(axis)).cpu();
    }

    /// <param name="call">Input, axis.</param>
    /// <param name="along">The running sums or products along an axis.</param>
    /// <param name="first">What stands in front where an element does not count itself.</param>
    private static Tensor Cumulate(OperatorCall call, Func<Tensor, long, Tensor> along, double first)
    {
        var input = call[0];
        var axis = Axes.Normalize(call, (long)call.Number(1), input.dim());
        var reverse = call.Attributes.Int("reverse", 0) != 0;
        var results = along(reverse ? input.flip(axis) : input, axis);
        if (call.Attributes.Int("exclusive", 0) != 0 && input.shape[axis] > 0)
            results = cat([full_like(results.narrow(axis, 0, 1), Numbers.Of(first)), results.narrow(axis, 0, input.shape[axis] - 1)], axis);
        return reverse ? results.flip(axis) : results;
    }

    [Note("among equal elements the one with the lower index comes first")]
    private static Outputs TopK(OperatorCall call, long k)
    {
        var axis = Axes.Normalize(call, call.Attributes.Int("axis", -1), call[0].dim());
        if (k < 0 || k > call[0].shape[axis])
            throw call.Error($"K = {k} of {call[0].shape[axis]} elements");
        // A stable sort and not libtorch's topk, which leaves the order of equal elements open.
        var (values, indices) = call[0].sort(axis, descending: call.Attributes.Int("largest", 1) != 0, stable: true);
        return new[] { values.narrow(axis, 0, k), indices.narrow(axis, 0, k).cpu() };
    }

    private static Outputs Unique(OperatorCall call)
    {
        var input = call.Attributes.Int("axis") is null ? call[0].flatten() : call[0];
        var axis = Axes.Normalize(call, call.Attributes.Int("axis", 0), input.dim());
        var (_, inverse, counts) = input.unique(sorted: true, return_inverse: true, return_counts: true, dim: axis);
        var groups = TensorValues.Longs(inverse!);
        var first = new long[counts!.numel()];
        for (var i = groups.Length - 1; i >= 0; i--)
            first[groups[i]] = i;
        counts = counts.cpu();
        if (call.Attributes.Int("sorted", 1) == 0)
        {
            var order = Enumerable.Range(0, first.Length).OrderBy(group => first[group]).ToArray();
            var place = new long[order.Length];
            for (var i = 0; i < order.Length; i++)
                place[order[i]] = i;
            groups = [.. groups.Select(group => place[group])];
            counts = counts.index_select(0, tensor(order).to(ScalarType.Int64));
            first = [.. order.Select(group => first[group])];
        }
        return new[] { input.index_select(axis, tensor(first).to(input.device)), tensor(first), tensor(groups), counts };
    }
}
