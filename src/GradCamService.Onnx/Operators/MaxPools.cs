using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace GradCamService.Onnx.Operators;

/// <summary>Max pools over one to three spatial axes, with the places of the maxima, and their inverse.</summary>
internal static class MaxPools
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("MaxPool", 1)] = new(MaxPool, Trait.Pools | Trait.ChannelsFirst | Trait.Window | Trait.FreshGradients),
        [new("MaxUnpool", 9)] = new(MaxUnpool, Trait.ChannelsFirst),
    };

    private static Outputs MaxPool(OperatorCall call)
    {
        var input = call[0];
        // libtorch pools numbers with a fraction only; float32 holds every byte.
        var numbers = input.is_floating_point() ? input : input.to(ScalarType.Float32);
        var pool = PoolWindow.Of(call);
        var window = pool.IsNative ? pool.Declared : pool.Whole with { Begin = new long[pool.Whole.Kernel.Length] };
        var padded = pool.IsNative ? numbers : pool.Pad(call, numbers, double.NegativeInfinity);
        var isCeil = pool.IsNative && pool.IsCeil;
        if (call.Node.Outputs.Count < 2 || call.Node.Outputs[1].Length == 0)
            return Largest(call, padded, window, isCeil).to(input.dtype);
        var (largest, places) = LargestWithPlaces(call, padded, window, isCeil);
        if (!pool.IsNative)
            places = WithoutPadding(places, padded.shape[2..], input.shape[2..], pool.Whole.Begin);
        return new[] { largest.to(input.dtype), Flat(places, input.shape, call.Attributes.Int("storage_order", 0) != 0) };
    }

    private static Tensor Largest(OperatorCall call, Tensor input, Window window, bool ceil)
    {
        var (kernel, strides, padding, dilations) = (window.Kernel, window.Strides, window.Begin, window.Dilations);
        return kernel.Length switch
        {
            1 => max_pool1d(input, kernel[0], strides[0], padding[0], dilations[0], ceil),
            2 => max_pool2d(input, kernel, strides, padding, dilations, ceil),
            3 => max_pool3d(input, kernel, strides, padding, dilations, ceil),
            var rank => throw call.Error($"pools over {rank} axes are not supported"),
        };
    }

    private static (Tensor Values, Tensor Indices) LargestWithPlaces(OperatorCall call, Tensor input, Window window, bool ceil)
    {
        var (kernel, strides, padding, dilations) = (window.Kernel, window.Strides, window.Begin, window.Dilations);
        return kernel.Length switch
        {
            1 => max_pool1d_with_indices(input, kernel[0], strides[0], padding[0], dilations[0], ceil),
            2 => max_pool2d_with_indices(input, kernel, strides, padding, dilations, ceil),
            3 => max_pool3d_with_indices(input, kernel, strides, padding, dilations, ceil),
            var rank => throw call.Error($"pools over {rank} axes are not supported"),
        };
    }

    /// <summary>Places in a padded plane → places in the plane.</summary>
    private static Tensor WithoutPadding(Tensor places, long[] padded, long[] plane, long[] begin) =>
        Compose([.. Coordinates(places, padded).Select((coordinate, axis) => coordinate.Minus(begin[axis]))], plane, columnMajor: false);

    /// <summary>Places in a plane → places in the whole tensor, as ONNX counts them.</summary>
    private static Tensor Flat(Tensor places, long[] shape, bool columnMajor)
    {
        var plane = shape[2..];
        var inPlane = columnMajor ? Compose(Coordinates(places, plane), plane, columnMajor) : places;
        var starts = Numbers.Below(shape[0] * shape[1], ScalarType.Int64, places.device).Times(plane.Aggregate(1L, (a, b) => a * b));
        return inPlane.Plus(starts.reshape([shape[0], shape[1], .. Enumerable.Repeat(1L, plane.Length)]));
    }

    private static Tensor[] Coordinates(Tensor places, long[] plane)
    {
        var coordinates = new Tensor[plane.Length];
        for (var axis = plane.Length - 1; axis >= 0; axis--)
        {
            using var size = Numbers.New(plane[axis]);
            coordinates[axis] = places.remainder(size);
            places = places.div(size, RoundingMode.floor);
        }
        return coordinates;
    }

    private static Tensor Compose(Tensor[] coordinates, long[] plane, bool columnMajor)
    {
        var order = Enumerable.Range(0, plane.Length);
        Tensor? places = null;
        foreach (var axis in columnMajor ? order.Reverse() : order)
            places = places is null ? coordinates[axis] : places.Times(plane[axis]).Plus(coordinates[axis]);
        return places!;
    }

    // Each value goes to the place it came from in a map of the size that the window implies; a larger asked size is filled with zeros.
    private static Outputs MaxUnpool(OperatorCall call)
    {
        var (values, places) = (call[0], call[1]);
        var window = Window.Of(call, call.Attributes.RequiredInts("kernel_shape"), values.shape[2..]);
        long[] implied = [.. values.shape[..2], .. values.shape[2..].Select((size, axis) =>
            (size - 1) * window.Strides[axis] - window.Begin[axis] - window.End[axis] + window.Kernel[axis])];
        SizeLimits.Check(call, implied);
        var map = zeros(implied.Aggregate(1L, (a, b) => a * b), values.dtype, values.device)
            .scatter(0, places.to(values.device).flatten(), values.flatten()).reshape(implied);
        if (call.OptionalLongs(2) is not { } asked)
            return map;
        if (asked.Length != implied.Length || asked.Zip(implied, (a, b) => a < b).Any(smaller => smaller))
            throw call.Error($"output_shape {ShapeText.Of(asked)} does not hold the map {ShapeText.Of(implied)}");
        SizeLimits.Check(call, asked);
        return pad(map, [.. Enumerable.Range(0, asked.Length).Reverse().SelectMany(axis => new[] { 0, asked[axis] - implied[axis] })]);
    }
}
