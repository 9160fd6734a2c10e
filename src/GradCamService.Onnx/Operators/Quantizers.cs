using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Into quantized numbers and back.</summary>
internal static class Quantizers
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("DequantizeLinear", 10)] = new(DequantizeLinear, Trait.Quantizes, Function.Dequantize),
        [new("DynamicQuantizeLinear", 11)] = new(DynamicQuantizeLinear),
        [new("QuantizeLinear", 10)] = new(QuantizeLinear, Trait.Quantizes, Function.Quantize),
        [new("com.microsoft", "DequantizeLinear", 1)] = new(DequantizeLinear, Trait.Quantizes, Function.Dequantize),
        [new("com.microsoft", "QuantizeLinear", 1)] = new(QuantizeLinear, Trait.Quantizes, Function.Quantize),
    };

    [Note(Quantization.StraightThrough)]
    private static Outputs QuantizeLinear(OperatorCall call)
    {
        var input = call[0];
        var type = call.Optional(2)?.dtype
            ?? (call.Attributes.Int("output_dtype", 0) is not 0 and var number ? Types.Of(call, number) : ScalarType.Byte);
        var real = input.is_floating_point() ? input : input.to(ScalarType.Float32);
        return Quantization.Quantize(real, Parameter(call, 1)!, Parameter(call, 2), type);
    }

    private static Outputs DequantizeLinear(OperatorCall call)
    {
        var (scale, axis) = (Parameter(call, 1)!, call.Attributes.Int("axis", 1));
        var real = Quantization.Dequantize(call, call[0], scale, Parameter(call, 2), axis);
        var type = call.Attributes.Int("output_dtype", 0) is not 0 and var number ? Types.Of(call, number) : scale.dtype;
        return real.to(type);
    }

    [Note(Quantization.StraightThrough)]
    private static Outputs DynamicQuantizeLinear(OperatorCall call)
    {
        var input = call[0];
        var values = input.detach();
        var (smallest, largest) = (values.min().clamp(max: Numbers.Of(0)), values.max().clamp(min: Numbers.Of(0)));
        var scale = (largest - smallest).Over(byte.MaxValue);
        scale = where(scale == Numbers.Of(0), ones_like(scale), scale);
        var zeroPoint = (-smallest / scale).clamp(Numbers.Of(0), Numbers.Of(byte.MaxValue)).round().to(ScalarType.Byte);
        return new[] { Quantization.Quantize(input, scale, zeroPoint, ScalarType.Byte), scale, zeroPoint };
    }

    /// <summary>A scale or zero point that broadcasts to the first input: one, one a channel, or one a block.</summary>
    private static Tensor? Parameter(OperatorCall call, int index)
    {
        if (call.Optional(index) is not { } parameter)
            return index == 1 ? throw call.Error("input 1 is missing") : null;
        var (shape, axis, block) = (call[0].shape, call.Attributes.Int("axis", 1), call.Attributes.Int("block_size", 0));
        if (block == 0 || parameter.dim() != shape.Length)
            return parameter.numel() == 1 || parameter.dim() == 1 ? Quantization.Along(call, parameter, call[0], axis) : parameter;
        axis = Axes.Normalize(call, axis, shape.Length);
        if (block < 0 || parameter.shape[axis] != (shape[axis] + block - 1) / block)
            throw call.Error($"blocks of {block} along axis {axis} do not fit {ShapeText.Of(shape)}");
        return parameter.repeat_interleave(Math.Min(block, shape[axis]), axis).narrow(axis, 0, shape[axis]);
    }
}
