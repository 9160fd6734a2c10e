using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>
/// The arithmetic of quantized tensors, q = round(x / scale) + zero point. libtorch's integers carry no gradient; so where one is
/// recorded, quantized values are held as numbers with a fraction, and rounding counts as the identity inside the type's range: a
/// straight-through estimator (Bengio et al. 2013, arXiv:1308.3432).
/// </summary>
internal static class Quantization
{
    public const string StraightThrough = "straight-through: the gradient is that of the identity inside the type's range, 0 outside";

    /// <summary>Real numbers → quantized ones of the zero point's type (uint8 without one).</summary>
    /// <param name="real">What to quantize.</param>
    /// <param name="scale">Broadcastable to <paramref name="real"/>.</param>
    /// <param name="zeroPoint">Broadcastable likewise.</param>
    /// <param name="type">The quantized type.</param>
    public static Tensor Quantize(Tensor real, Tensor scale, Tensor? zeroPoint, ScalarType type)
    {
        var zero = zeroPoint?.to(real.dtype, real.device) ?? zeros([], real.dtype, real.device);
        var (smallest, largest) = RangeOf(type);
        var steps = real / scale.to(real.dtype, real.device);
        var rounded = steps.requires_grad ? steps.Plus((steps.round() - steps).detach()) : steps.round();
        // Rounded first: what rounds to an end of the range has lost nothing to saturation.
        return Held(rounded.clamp(zero.SubtractedFrom(smallest), zero.SubtractedFrom(largest)).Plus(zero), type);
    }

    /// <summary>q − zero point, as numbers with a fraction on the graph's device.</summary>
    /// <param name="call">The node, for the device.</param>
    /// <param name="quantized">The tensor.</param>
    /// <param name="zeroPoint">One number, one an index of the axis, or null.</param>
    /// <param name="axis">The axis of a zero point a channel.</param>
    /// <param name="type">The type to compute in, unless the tensor is held with a fraction already.</param>
    public static Tensor Centered(OperatorCall call, Tensor quantized, Tensor? zeroPoint, long axis, ScalarType type)
    {
        var numbers = quantized.to(quantized.is_floating_point() ? quantized.dtype : type, call.Device);
        return zeroPoint is null ? numbers : numbers - Along(call, zeroPoint, quantized, axis).to(numbers.dtype, numbers.device);
    }

    /// <summary>(q − zero point) · scale.</summary>
    public static Tensor Dequantize(OperatorCall call, Tensor quantized, Tensor scale, Tensor? zeroPoint, long axis)
    {
        // float16's scale times an int32 may pass float16's range on the way.
        var wide = scale.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        return Centered(call, quantized, zeroPoint, axis, wide) * Along(call, scale, quantized, axis).to(wide, call.Device);
    }

    /// <summary>A parameter a tensor, or a channel, shaped so that it broadcasts.</summary>
    public static Tensor Along(OperatorCall call, Tensor parameter, Tensor tensor, long axis)
    {
        if (parameter.numel() == 1)
            return parameter.reshape([]);
        if (parameter.dim() != 1)
            return parameter;
        var front = Axes.Normalize(call, axis, tensor.dim());
        return parameter.shape[0] == tensor.shape[front]
            ? parameter.reshape([-1, .. Enumerable.Repeat(1L, (int)(tensor.dim() - front - 1))])
            : throw call.Error($"{parameter.shape[0]} scales or zero points for axis {axis} of {ShapeText.Of(tensor.shape)}");
    }

    /// <summary>Whole numbers in their type, or with a fraction where they carry a gradient.</summary>
    public static Tensor Held(Tensor integers, ScalarType type) => integers.requires_grad ? integers : integers.to(type);

    private static (double Smallest, double Largest) RangeOf(ScalarType type) => type switch
    {
        ScalarType.Byte => (byte.MinValue, byte.MaxValue),
        ScalarType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ScalarType.Int16 => (short.MinValue, short.MaxValue),
        // uint16, which libtorch lacks, is held in the next wider type; no quantized tensor is an int32 itself.
        ScalarType.Int32 => (ushort.MinValue, ushort.MaxValue),
        _ => throw new ArgumentException($"{type} is not a quantized type", nameof(type)),
    };
}
