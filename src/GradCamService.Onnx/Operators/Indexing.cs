using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Elements chosen by indices or by a mask. Gradients flow to the elements that were chosen.</summary>
internal static class Indexing
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Compress", 9)] = new(Compress),
        [new("Gather", 1)] = new(Gather, Trait.Gathers),
        [new("GatherElements", 11)] = new(GatherElements),
        [new("GatherND", 11)] = new(GatherND, Trait.LosesAxes),
        [new("NonZero", 9)] = new([NotDifferentiable] (call) => call[0].nonzero().t().cpu()),
        [new("OneHot", 9)] = new(OneHot, Trait.AnySize),
        [new("ReverseSequence", 10)] = new(ReverseSequence),
    };

    /// <summary>int64 indices from 0 to size − 1 on the CPU; negative ones count from the end.</summary>
    /// <exception cref="OnnxException">One lies outside. (On a GPU, libtorch would find out only after the device is lost.)</exception>
    public static Tensor Normalize(OperatorCall call, Tensor indices, long size)
    {
        var wide = indices.cpu().to(ScalarType.Int64);
        if (wide.numel() == 0)
            return wide;
        var (low, high) = (wide.min().item<long>(), wide.max().item<long>());
        if (low < -size || high >= size)
            throw call.Error($"index {(high >= size ? high : low)} is not one of {size} elements");
        return low < 0 ? where(wide.lt(Numbers.Of(0)), wide.Plus(size), wide) : wide;
    }

    private static Outputs Gather(OperatorCall call)
    {
        var (data, indices) = (call[0], call[1]);
        var axis = Axes.Normalize(call, call.Attributes.Int("axis", 0), data.dim());
        var shape = SizeLimits.Check(call, [.. data.shape[..axis], .. indices.shape, .. data.shape[(axis + 1)..]]);
        return data.index_select(axis, Normalize(call, indices, data.shape[axis]).flatten().to(data.device)).reshape(shape);
    }

    private static Outputs GatherElements(OperatorCall call)
    {
        var axis = Axes.Normalize(call, call.Attributes.Int("axis", 0), call[0].dim());
        return call[0].gather(axis, Normalize(call, call[1], call[0].shape[axis]).to(call[0].device));
    }

    private static Outputs GatherND(OperatorCall call)
    {
        var (data, indices) = (call[0], call[1]);
        var batches = (int)call.Attributes.Int("batch_dims", 0);
        var depth = indices.dim() > 0 ? (int)indices.shape[^1] : 0;
        if (batches < 0 || indices.dim() <= batches || depth > data.dim() - batches)
            throw call.Error($"indices of {ShapeText.Of(indices.shape)} do not fit data of {ShapeText.Of(data.shape)}");
        long[] batch = data.shape[..batches], chosen = data.shape[batches..(batches + depth)], rest = data.shape[(batches + depth)..];
        if (Product(indices.shape[..batches]) != Product(batch))
            throw call.Error($"indices of {ShapeText.Of(indices.shape)} do not fit data of {ShapeText.Of(data.shape)}");
        var shape = SizeLimits.Check(call, [.. indices.shape[..^1], .. rest]);
        // Each batch has its own rows, one after the other.
        var rows = LinearIndex.OfTuples(call, indices, chosen).reshape(Product(batch), -1);
        rows = rows.Plus(Numbers.Below(Product(batch), ScalarType.Int64).unsqueeze(1).Times(Product(chosen)));
        return data.reshape([Product(batch) * Product(chosen), .. rest]).index_select(0, rows.flatten().to(data.device)).reshape(shape);

        static long Product(long[] sizes) => sizes.Aggregate(1L, (a, b) => a * b);
    }

    private static Outputs Compress(OperatorCall call)
    {
        var input = call.Attributes.Int("axis") is null ? call[0].flatten() : call[0];
        var axis = Axes.Normalize(call, call.Attributes.Int("axis", 0), input.dim());
        var chosen = call[1].flatten().nonzero().flatten();
        return input.index_select(axis, Normalize(call, chosen, input.shape[axis]).to(input.device));
    }

    [Note("an index outside of the depth gives the off value everywhere")]
    private static Outputs OneHot(OperatorCall call)
    {
        var depth = SizeLimits.CheckAxis(call, (long)call.Number(1));
        var axis = Axes.Normalize(call, call.Attributes.Int("axis", -1), call[0].dim() + 1);
        var indices = call[0].cpu().to(ScalarType.Int64).unsqueeze(axis);
        SizeLimits.Check(call, [.. call[0].shape, depth]);
        var places = Numbers.Below(depth, ScalarType.Int64).reshape([-1, .. Enumerable.Repeat(1L, (int)call[0].dim() - axis)]);
        var hot = where(indices.lt(Numbers.Of(0)), indices.Plus(depth), indices).eq(places).to(call[2].device);
        return where(hot, call[2][1], call[2][0]);
    }

    private static Outputs ReverseSequence(OperatorCall call)
    {
        var time = Axes.Normalize(call, call.Attributes.Int("time_axis", 0), 2);
        var batch = Axes.Normalize(call, call.Attributes.Int("batch_axis", 1), 2);
        var lengths = call.Longs(1);
        var steps = call[0].shape[time];
        if (time == batch || lengths.Length != call[0].shape[batch] || lengths.Any(length => length < 0 || length > steps))
            throw call.Error($"{lengths.Length} lengths for a batch of {call[0].shape[batch]} sequences of {steps} steps");
        var order = lengths.SelectMany(length => Places(steps).Select(step => step < length ? length - 1 - step : step)).ToArray();
        var perSequence = tensor(order, [lengths.Length, steps]);
        var index = time == 0 ? perSequence.t() : perSequence;
        index = index.reshape([.. index.shape, .. Enumerable.Repeat(1L, (int)call[0].dim() - 2)]);
        return call[0].gather(time, index.expand(call[0].shape).to(call[0].device));

        static IEnumerable<long> Places(long count) => Enumerable.Range(0, (int)count).Select(place => (long)place);
    }
}
