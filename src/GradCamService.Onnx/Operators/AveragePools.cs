using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace GradCamService.Onnx.Operators;

/// <summary>Average pools over one to three spatial axes.</summary>
internal static class AveragePools
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("AveragePool", 1)] = new(
            call => Pool(call, call[0]), Trait.Pools | Trait.ChannelsFirst | Trait.Window | Trait.FreshGradients),
    };

    /// <summary>The pool that the node's attributes describe, of a tensor with the shape of its first input.</summary>
    public static Tensor Pool(OperatorCall call, Tensor input)
    {
        var pool = PoolWindow.Of(call);
        var countsPadding = call.Attributes.Int("count_include_pad", 0) != 0;
        if (pool.IsNative && !pool.Declared.IsDilated)
            return Native(call, input, pool.Declared, pool.Declared.Begin, pool.IsCeil, countsPadding);
        var sums = Average(call, pool.Pad(call, input, 0), pool.Whole);
        if (!pool.Whole.IsPadded)
            return sums;
        // The share of each window that lies on the input (and on declared padding, if that counts) undoes the division by its full size.
        // Padding that only ceil mode adds never counts.
        var counted = ones([1, 1, .. input.shape[2..]], input.dtype, input.device);
        var rest = pool.Whole;
        if (countsPadding)
        {
            counted = pad(counted, pool.Declared.TorchPads, value: 1);
            long[] added = [.. rest.End.Zip(pool.Declared.End, (all, declared) => all - declared)];
            rest = rest with { Begin = new long[added.Length], End = added };
        }
        return sums / Average(call, pad(counted, rest.TorchPads), pool.Whole);
    }

    /// <summary>The average of each window, without padding.</summary>
    public static Tensor Average(OperatorCall call, Tensor input, Window window) => window.IsDilated
        ? DilatedAverage(call, input, window)
        : Native(call, input, window, new long[window.Kernel.Length], isCeil: false, countsPadding: true);

    private static Tensor Native(OperatorCall call, Tensor input, Window window, long[] padding, bool isCeil, bool countsPadding) =>
        window.Kernel.Length switch
        {
            1 => avg_pool1d(input, window.Kernel[0], window.Strides[0], padding[0], isCeil, countsPadding),
            2 => avg_pool2d(input, window.Kernel, window.Strides, padding, isCeil, countsPadding),
            3 => avg_pool3d(input, window.Kernel, window.Strides, padding, isCeil, countsPadding),
            var rank => throw call.Error($"pools over {rank} axes are not supported"),
        };

    // libtorch's average pools have no dilation; a convolution of each channel with a constant kernel has.
    private static Tensor DilatedAverage(OperatorCall call, Tensor input, Window window)
    {
        var size = window.Kernel.Aggregate(1L, (a, b) => a * b);
        using var share = Numbers.New(1.0 / size);
        var kernel = full([1, 1, .. window.Kernel], share, input.dtype, input.device);
        var planes = input.flatten(0, 1).unsqueeze(1);
        var pooled = window.Kernel.Length switch
        {
            1 => conv1d(planes, kernel, null, window.Strides[0], 0, window.Dilations[0]),
            2 => conv2d(planes, kernel, null, window.Strides, [0, 0], window.Dilations),
            3 => conv3d(planes, kernel, null, window.Strides, [0, 0, 0], window.Dilations),
            var rank => throw call.Error($"pools over {rank} axes are not supported"),
        };
        return pooled.squeeze(1).unflatten(0, input.shape[..2]);
    }
}
