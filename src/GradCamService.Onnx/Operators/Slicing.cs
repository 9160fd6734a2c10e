using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Parts along axes, and parts put together.</summary>
internal static class Slicing
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("CenterCropPad", 18)] = new(CenterCropPad, Trait.AnySize | Trait.KeepsValues),
        [new("Concat", 4)] = new(Concat, Trait.Concatenates),
        [new("Slice", 1)] = new(call =>
            Slice(call, call.Attributes.RequiredInts("starts"), call.Attributes.RequiredInts("ends"), call.Attributes.Ints("axes"), null),
            Trait.Slices),
        [new("Slice", 10)] = new(
            call => Slice(call, call.Longs(1), call.Longs(2), call.OptionalLongs(3), call.OptionalLongs(4)), Trait.Slices),
        [new("Split", 2)] = new(call => Split(call, call.Attributes.Ints("split"), call.Node.Outputs.Count), Trait.Splits),
        [new("Split", 13)] = new(call => Split(call, call.OptionalLongs(1), call.Node.Outputs.Count), Trait.Splits),
        [new("Split", 18)] = new(
            call => Split(call, call.OptionalLongs(1), call.Attributes.Int("num_outputs", call.Node.Outputs.Count)), Trait.Splits),
    };

    private static Outputs Concat(OperatorCall call)
    {
        var axis = Axes.Normalize(call, call.Attributes.RequiredInt("axis"), call[0].dim());
        var shape = call[0].shape;
        shape[axis] = call.All.Sum(part => axis < part.dim() ? part.shape[axis] : 0);
        SizeLimits.Check(call, shape);
        return cat(Broadcasting.OnOneDevice(call, call.All), axis);
    }

    private static Tensor Slice(OperatorCall call, long[] starts, long[] ends, long[]? asked, long[]? steps)
    {
        var result = call[0];
        var axes = Axes.Normalize(call, asked ?? Axes.All(starts.Length), result.dim());
        if (ends.Length != starts.Length || axes.Length != starts.Length || (steps ?? starts).Length != starts.Length)
            throw call.Error($"{starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {(steps ?? starts).Length} steps");
        for (var i = 0; i < axes.Length; i++)
            result = SliceAxis(call, result, axes[i], starts[i], ends[i], steps?[i] ?? 1);
        return result;
    }

    private static Tensor SliceAxis(OperatorCall call, Tensor input, int axis, long start, long end, long step)
    {
        var size = input.shape[axis];
        if (step == 0)
            throw call.Error("a slice needs a step other than 0");
        start = start < 0 ? start + size : start;
        end = end < 0 ? end + size : end;
        // Beyond the size, every step takes the first element only.
        step = Math.Clamp(step, -size - 1, size + 1);
        if (step > 0)
        {
            start = Math.Clamp(start, 0, size);
            return input.slice(axis, start, Math.Clamp(end, start, size), step);
        }
        // libtorch has no negative steps: the same elements from the other end.
        start = size - 1 - Math.Clamp(start, -1, size - 1);
        return input.flip(axis).slice(axis, start, Math.Max(size - 1 - Math.Clamp(end, -1, size - 1), start), -step);
    }

    private static Outputs Split(OperatorCall call, long[]? sizes, long count)
    {
        var axis = Axes.Normalize(call, call.Attributes.Int("axis", 0), call[0].dim());
        var whole = call[0].shape[axis];
        if (sizes is null)
        {
            if (count < 1 || count != call.Node.Outputs.Count)
                throw call.Error($"{count} parts for {call.Node.Outputs.Count} outputs");
            var part = (whole + count - 1) / count;
            sizes = [.. Enumerable.Range(0, (int)count).Select(i => Math.Clamp(whole - i * part, 0, part))];
        }
        return sizes.All(size => size >= 0) && sizes.Sum() == whole
            ? call[0].split(sizes, axis)
            : throw call.Error($"parts of {ShapeText.Of(sizes)} do not make up {whole} elements");
    }

    private static Outputs CenterCropPad(OperatorCall call)
    {
        var result = call[0];
        var sizes = call.Longs(1);
        var axes = Axes.Normalize(call, call.Attributes.Ints("axes") ?? Axes.All(result.dim()), result.dim());
        if (axes.Length != sizes.Length)
            throw call.Error($"{sizes.Length} sizes for {axes.Length} axes");
        var padded = result.shape;
        var pads = new long[2 * padded.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            var excess = padded[axes[i]] - sizes[i];
            if (excess > 0)
                result = result.narrow(axes[i], excess / 2, sizes[i]);
            else
                (pads[axes[i]], pads[axes[i] + padded.Length]) = (-excess / 2, -excess - -excess / 2);
        }
        return Padding.Constant(call, result, pads, 0);
    }
}
