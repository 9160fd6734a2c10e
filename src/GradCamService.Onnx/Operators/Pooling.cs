using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace GradCamService.Onnx.Operators;

/// <summary>Pools over one to three spatial axes, and over all of them.</summary>
internal static class Pooling
{
    public static readonly Dictionary<OperatorKey, Operator> Operators = new()
    {
        [new("AveragePool", 1)] = AveragePool,
        [new("GlobalAveragePool", 1)] = call => call[0].mean(SpatialAxes(call[0]), keepdim: true),
        [new("GlobalMaxPool", 1)] = call => call[0].amax(SpatialAxes(call[0]), keepdim: true),
        [new("MaxPool", 1)] = MaxPool,
    };

    private static Outputs MaxPool(OperatorCall call)
    {
        var (window, input) = Padded(call, double.NegativeInfinity);
        return window.Kernel.Length switch
        {
            1 => max_pool1d(input, window.Kernel[0], window.Strides[0], 0, window.Dilations[0]),
            2 => max_pool2d(input, window.Kernel, window.Strides, [0, 0], window.Dilations),
            3 => max_pool3d(input, window.Kernel, window.Strides, [0, 0, 0], window.Dilations),
            var rank => throw call.Error($"pools over {rank} axes are not supported"),
        };
    }

    private static Outputs AveragePool(OperatorCall call)
    {
        var (window, input) = Padded(call, 0);
        var sums = Average(call, input, window);
        if (!window.IsPadded)
            return sums;
        // The share of each window that lies on the input (and on explicit padding, if that counts) undoes the division by its full size.
        var counted = ones(call[0].shape, call[0].dtype, call[0].device);
        if (call.Attributes.Int("count_include_pad", 0) != 0)
            counted = pad(counted, DeclaredPads(call), value: 1);
        var missing = input.shape.Zip(counted.shape, (whole, part) => whole - part).ToArray()[2..];
        var rest = call.Attributes.Int("count_include_pad", 0) != 0
            ? window with { Begin = new long[missing.Length], End = missing }
            : window;
        return sums / Average(call, pad(counted, rest.TorchPads), window);
    }

    private static Tensor Average(OperatorCall call, Tensor input, Window window)
    {
        if (window.IsDilated)
            throw call.Error("a dilated average pool is not supported");
        return window.Kernel.Length switch
        {
            1 => avg_pool1d(input, window.Kernel[0], window.Strides[0]),
            2 => avg_pool2d(input, window.Kernel, window.Strides),
            3 => avg_pool3d(input, window.Kernel, window.Strides),
            var rank => throw call.Error($"pools over {rank} axes are not supported"),
        };
    }

    /// <summary>The input with all padding in place, the extra one that ceil mode asks for included.</summary>
    private static (Window Window, Tensor Input) Padded(OperatorCall call, double value)
    {
        var input = call[0];
        var spatial = input.shape[2..];
        var window = Window.Of(call, call.Attributes.RequiredInts("kernel_shape"), spatial);
        if (call.Attributes.Int("ceil_mode", 0) != 0)
            window = window with { End = spatial.Select((size, axis) => EndForCeil(window, axis, size)).ToArray() };
        return (window, window.IsPadded ? pad(input, window.TorchPads, value: value) : input);
    }

    private static long EndForCeil(Window window, int axis, long size)
    {
        var positions = window.Positions(axis, size, ceil: true);
        var covered = (positions - 1) * window.Strides[axis] + window.Dilations[axis] * (window.Kernel[axis] - 1) + 1;
        return Math.Max(covered - size - window.Begin[axis], window.End[axis]);
    }

    private static long[] DeclaredPads(OperatorCall call) =>
        Window.Of(call, call.Attributes.RequiredInts("kernel_shape"), call[0].shape[2..]).TorchPads;

    private static long[] SpatialAxes(Tensor tensor) => [.. Enumerable.Range(2, (int)tensor.dim() - 2).Select(axis => (long)axis)];
}
