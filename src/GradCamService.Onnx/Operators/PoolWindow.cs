using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace GradCamService.Onnx.Operators;

/// <summary>The window of a pool on an input of a known size.</summary>
/// <param name="Declared">The window with the padding that the node declares.</param>
/// <param name="Whole">The same with the extra padding behind that ceil mode needs for its last position.</param>
/// <param name="IsCeil">Whether the node asks for ceil mode.</param>
internal sealed record PoolWindow(Window Declared, Window Whole, bool IsCeil)
{
    /// <summary>
    /// Whether libtorch's pool pads by itself, without a copy of the input: the same on both sides and at most half of the kernel.
    /// Its ceil mode is ONNX's: a last window that would begin behind the input does not count.
    /// </summary>
    public bool IsNative => Declared.IsSymmetric
        && Declared.Begin.Zip(Declared.Kernel, (padding, size) => padding >= 0 && padding <= size / 2).All(fits => fits);

    public static PoolWindow Of(OperatorCall call)
    {
        var spatial = call[0].shape[Math.Min(2, (int)call[0].dim())..];
        var declared = Window.Of(call, call.Attributes.RequiredInts("kernel_shape"), spatial);
        var isCeil = call.Attributes.Int("ceil_mode", 0) != 0;
        for (var axis = 0; axis < spatial.Length; axis++)
            if (declared.Positions(axis, spatial[axis], isCeil) <= 0)
                throw call.Error($"the window is larger than the padded input along spatial axis {axis}");
        var whole = isCeil ? declared with { End = [.. spatial.Select((size, axis) => EndForCeil(declared, axis, size))] } : declared;
        return new PoolWindow(declared, whole, isCeil);
    }

    /// <summary>The input with all padding in place.</summary>
    public Tensor Pad(OperatorCall call, Tensor input, double value)
    {
        if (!Whole.IsPadded)
            return input;
        SizeLimits.Check(call, Whole.PaddedShape(input.shape));
        return pad(input, Whole.TorchPads, value: value);
    }

    private static long EndForCeil(Window window, int axis, long size)
    {
        var positions = window.Positions(axis, size, ceil: true);
        var covered = (positions - 1) * window.Strides[axis] + window.Dilations[axis] * (window.Kernel[axis] - 1) + 1;
        return Math.Max(covered - size - window.Begin[axis], window.End[axis]);
    }
}
