using TorchSharp;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Reductions over axes, which are an attribute at first and an input in later versions.</summary>
internal static class Reductions
{
    /// <summary>Reduces over at least one axis, each named once; keeps them with size 1 if asked to.</summary>
    private delegate Tensor Reduction(Tensor input, long[] axes, bool keep);

    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("ReduceL1", 1)] = new(call => ByAttribute(call, L1), Trait.Reduces, Function.AbsoluteSumOver),
        [new("ReduceL1", 18)] = new(call => ByInput(call, L1), Trait.Reduces, Function.AbsoluteSumOver),
        [new("ReduceL2", 1)] = new(call => ByAttribute(call, L2), Trait.Reduces),
        [new("ReduceL2", 18)] = new(call => ByInput(call, L2), Trait.Reduces),
        [new("ReduceLogSum", 1)] = new(call => ByAttribute(call, LogSum), Trait.Reduces),
        [new("ReduceLogSum", 18)] = new(call => ByInput(call, LogSum), Trait.Reduces),
        [new("ReduceLogSumExp", 1)] = new(call => ByAttribute(call, LogSumExp), Trait.Reduces, Function.LogSumExpOver),
        [new("ReduceLogSumExp", 18)] = new(call => ByInput(call, LogSumExp), Trait.Reduces, Function.LogSumExpOver),
        [new("ReduceMax", 1)] = new(call => ByAttribute(call, Max), Trait.Reduces, Function.LargestOver),
        [new("ReduceMax", 18)] = new(call => ByInput(call, Max), Trait.Reduces, Function.LargestOver),
        [new("ReduceMean", 1)] = new(call => ByAttribute(call, Mean), Trait.Reduces, Function.MeanOver),
        [new("ReduceMean", 18)] = new(call => ByInput(call, Mean), Trait.Reduces, Function.MeanOver),
        [new("ReduceMin", 1)] = new(call => ByAttribute(call, Min), Trait.Reduces),
        [new("ReduceMin", 18)] = new(call => ByInput(call, Min), Trait.Reduces),
        [new("ReduceProd", 1)] = new(call => ByAttribute(call, Prod), Trait.Reduces),
        [new("ReduceProd", 18)] = new(call => ByInput(call, Prod), Trait.Reduces),
        [new("ReduceSum", 1)] = new(call => ByAttribute(call, Sum), Trait.Reduces, Function.SumOver),
        [new("ReduceSum", 13)] = new(call => ByInput(call, Sum), Trait.Reduces, Function.SumOver),
        [new("ReduceSumSquare", 1)] = new(call => ByAttribute(call, SumSquare), Trait.Reduces),
        [new("ReduceSumSquare", 18)] = new(call => ByInput(call, SumSquare), Trait.Reduces),
    };

    private static Tensor ByAttribute(OperatorCall call, Reduction reduce) => Reduce(call, call.Attributes.Ints("axes"), reduce);

    private static Tensor ByInput(OperatorCall call, Reduction reduce) => Reduce(call, call.OptionalLongs(1), reduce);

    private static Tensor Reduce(OperatorCall call, long[]? axes, Reduction reduce)
    {
        var input = call[0];
        if (axes is null or [])
        {
            if (call.Attributes.Int("noop_with_empty_axes", 0) != 0)
                // Nothing is summed, but squares, logarithms and absolute values are taken: of one element each.
                return reduce(input.unsqueeze(-1), [input.dim()], keep: false);
            axes = Axes.All(input.dim());
        }
        long[] normalized = [.. Axes.Normalize(call, axes, input.dim()).Select(axis => (long)axis)];
        return reduce(input, normalized, call.Attributes.Int("keepdims", 1) != 0);
    }

    private static Tensor Sum(Tensor input, long[] axes, bool keep) => input.sum(axes, keep, input.dtype);

    private static Tensor SumSquare(Tensor input, long[] axes, bool keep) => Sum(input * input, axes, keep);

    private static Tensor L1(Tensor input, long[] axes, bool keep) => Sum(input.abs(), axes, keep);

    // libtorch takes two axes at most; a norm of norms is the norm.
    private static Tensor L2(Tensor input, long[] axes, bool keep) => Real(input, x =>
        Kept(axes.Chunk(2).Aggregate(x, (norms, two) => linalg.norm(norms, two, keepdim: true)), axes, keep));

    private static Tensor LogSum(Tensor input, long[] axes, bool keep) => Real(input, x => Sum(x, axes, keep).log());

    private static Tensor LogSumExp(Tensor input, long[] axes, bool keep) =>
        Real(input, x => OneByOne(x, axes, keep, (tensor, axis) => tensor.logsumexp(axis, keepdim: true)));

    private static Tensor Mean(Tensor input, long[] axes, bool keep) => Real(input, x => x.mean(axes, keep));

    private static Tensor Prod(Tensor input, long[] axes, bool keep) =>
        OneByOne(input, axes, keep, (tensor, axis) => tensor.prod(axis, keepdim: true, input.dtype));

    private static Tensor Max(Tensor input, long[] axes, bool keep) =>
        IsEmpty(input, axes) ? Extreme(input, axes, keep, RangeOf(input.dtype).Lowest) : input.amax(axes, keep);

    private static Tensor Min(Tensor input, long[] axes, bool keep) =>
        IsEmpty(input, axes) ? Extreme(input, axes, keep, RangeOf(input.dtype).Highest) : input.amin(axes, keep);

    private static bool IsEmpty(Tensor input, long[] axes) => axes.Any(axis => input.shape[axis] == 0);

    /// <summary>The extreme of nothing, which libtorch refuses and ONNX defines.</summary>
    private static Tensor Extreme(Tensor input, long[] axes, bool keep, Scalar value) =>
        Sum(input.detach(), axes, keep).fill_(value);

    private static (Scalar Lowest, Scalar Highest) RangeOf(ScalarType type) => type switch
    {
        ScalarType.Bool => (Numbers.Of(0), Numbers.Of(1)),
        ScalarType.Byte => (Numbers.Of(byte.MinValue), Numbers.Of(byte.MaxValue)),
        ScalarType.Int8 => (Numbers.Of(sbyte.MinValue), Numbers.Of(sbyte.MaxValue)),
        ScalarType.Int16 => (Numbers.Of(short.MinValue), Numbers.Of(short.MaxValue)),
        ScalarType.Int32 => (Numbers.Of(int.MinValue), Numbers.Of(int.MaxValue)),
        ScalarType.Int64 => (Numbers.Of(long.MinValue), Numbers.Of(long.MaxValue)),
        _ => (Numbers.Of(double.NegativeInfinity), Numbers.Of(double.PositiveInfinity)),
    };

    /// <summary>Means, norms and logarithms of integers are computed in double and truncated.</summary>
    private static Tensor Real(Tensor input, Func<Tensor, Tensor> compute) =>
        input.is_floating_point() ? compute(input) : compute(input.to(ScalarType.Float64)).to(input.dtype);

    private static Tensor OneByOne(Tensor input, long[] axes, bool keep, Func<Tensor, long, Tensor> reduce) =>
        Kept(axes.Aggregate(input, reduce), axes, keep);

    private static Tensor Kept(Tensor result, long[] axes, bool keep) =>
        keep ? result : result.reshape([.. result.shape.Where((_, axis) => !axes.Contains(axis))]);
}
