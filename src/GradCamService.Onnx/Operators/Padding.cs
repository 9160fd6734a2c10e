using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Elements added around a tensor, or with negative numbers taken away.</summary>
internal static class Padding
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Pad", 2)] = new(
            call => Pad(call, call.Attributes.RequiredInts("pads"), null, call.Attributes.Float("value", 0)),
            Trait.Pads | Trait.AnySize),
        [new("Pad", 11)] = new(PadByInputs, Trait.Pads | Trait.AnySize),
    };

    [Note("no gradient to the value of the padding")]
    private static Outputs PadByInputs(OperatorCall call) =>
        Pad(call, call.Longs(1), call.OptionalLongs(3), call.Optional(2) is null ? 0 : call.Number(2));

    private static Tensor Pad(OperatorCall call, long[] given, long[]? asked, double value)
    {
        var rank = (int)call[0].dim();
        var axes = Axes.Normalize(call, asked ?? Axes.All(rank), rank);
        if (given.Length != 2 * axes.Length)
            throw call.Error($"pads has {given.Length} numbers, expected {2 * axes.Length}");
        var pads = new long[2 * rank];
        for (var i = 0; i < axes.Length; i++)
            (pads[axes[i]], pads[axes[i] + rank]) = (given[i], given[i + axes.Length]);
        return call.Attributes.Text("mode", "constant") switch
        {
            "constant" => Constant(call, call[0], pads, value),
            "reflect" => FromInput(call, pads, Reflect),
            "edge" => FromInput(call, pads, (position, size) => Math.Clamp(position, 0, size - 1)),
            "wrap" => FromInput(call, pads, Modulo),
            var other => throw call.Error($"mode '{other}' is not one of constant, reflect, edge, wrap"),
        };
    }

    /// <summary>Pads with one number.</summary>
    /// <param name="call">The call.</param>
    /// <param name="input">What is padded.</param>
    /// <param name="pads">All begins, then all ends, in the order of the axes.</param>
    /// <param name="value">The number.</param>
    public static Tensor Constant(OperatorCall call, Tensor input, long[] pads, double value)
    {
        var rank = input.shape.Length;
        SizeLimits.Check(call, Padded(call, input.shape, pads));
        long[] fromLast = [.. Enumerable.Range(0, rank).Reverse().SelectMany(axis => new[] { pads[axis], pads[axis + rank] })];
        return nn.functional.pad(input, fromLast, value: value);
    }

    /// <summary>Each new element is one of the input's. Axis by axis, because libtorch's modes know some ranks and axes only.</summary>
    private static Tensor FromInput(OperatorCall call, long[] pads, Func<long, long, long> source)
    {
        var result = call[0];
        var padded = SizeLimits.Check(call, Padded(call, result.shape, pads));
        for (var axis = 0; axis < padded.Length; axis++)
        {
            var size = result.shape[axis];
            if (pads[axis] == 0 && pads[axis + padded.Length] == 0)
                continue;
            if (size == 0)
                throw call.Error($"axis {axis} has no elements to pad with");
            var begin = pads[axis];
            var indices = Enumerable.Range(0, (int)padded[axis]).Select(position => source(position - begin, size)).ToArray();
            result = result.index_select(axis, tensor(indices).to(result.device));
        }
        return result;
    }

    private static long[] Padded(OperatorCall call, long[] shape, long[] pads)
    {
        // Sums of numbers this large would overflow into something harmless-looking.
        if (pads.Any(pad => Math.Abs((double)pad) > int.MaxValue))
            throw call.Error("a pad of more than 2^31 elements");
        return [.. shape.Select((size, axis) => size + pads[axis] + pads[axis + shape.Length])];
    }

    private static long Reflect(long position, long size)
    {
        var period = Math.Max(2 * (size - 1), 1);
        var folded = Modulo(position, period);
        return folded < size ? folded : period - folded;
    }

    private static long Modulo(long position, long size) => (position % size + size) % size;
}
