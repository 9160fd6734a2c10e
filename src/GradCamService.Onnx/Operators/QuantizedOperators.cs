using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>
/// Operators on quantized tensors, ONNX's own and those that ONNX Runtime's quantizer writes. Gradients pass as if they computed with
/// real numbers (see <see cref="Quantization"/>).
/// </summary>
internal static class QuantizedOperators
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("QLinearConv", 10)] = new(QLinearConv, Trait.Learns | Trait.ChannelsFirst | Trait.Window | Trait.ScaledInputs),
        [new("QLinearMatMul", 10)] = new(QLinearMatMul, Trait.Learns | Trait.MultipliesIntegers | Trait.ScaledInputs),
        [Microsoft("QGemm")] = new(QGemm, Trait.Learns),
        [Microsoft("QLinearAdd")] = new([Note(Quantization.StraightThrough)] (call) => Requantize(call, Real(call, 0).Plus(Real(call, 3)), 6)),
        [Microsoft("QLinearAveragePool")] = new(QLinearAveragePool, Trait.Pools | Trait.ChannelsFirst | Trait.Window),
        [Microsoft("QLinearConcat")] = new(QLinearConcat),
        [Microsoft("QLinearGlobalAveragePool")] = new(QLinearGlobalAveragePool, Trait.Pools | Trait.ChannelsFirst | Trait.SeesAll),
        [Microsoft("QLinearLeakyRelu")] = new(QLinearLeakyRelu, Trait.Rectifies),
        [Microsoft("QLinearMul")] = new([Note(Quantization.StraightThrough)] (call) => Requantize(call, Real(call, 0) * Real(call, 3), 6)),
        [Microsoft("QLinearSigmoid")] = new([Note(Quantization.StraightThrough)] (call) => Requantize(call, Real(call, 0).sigmoid(), 3)),
        [Microsoft("QLinearSoftmax")] = new(QLinearSoftmax),
    };

    private static OperatorKey Microsoft(string name) => new("com.microsoft", name, 1);

    /// <summary>The real numbers of a quantized input, which its scale and zero point follow.</summary>
    private static Tensor Real(OperatorCall call, int index) =>
        Quantization.Dequantize(call, call[index], call[index + 1], call.Optional(index + 2), -1);

    /// <summary>Real numbers → the output, with the scale at an input and the zero point behind it.</summary>
    private static Tensor Requantize(OperatorCall call, Tensor real, int scale)
    {
        var zeroPoint = call.Optional(scale + 1);
        return Quantization.Quantize(real, call[scale].reshape([]), zeroPoint?.reshape([]), zeroPoint?.dtype ?? ScalarType.Byte);
    }

    // Whole numbers as long as possible: their products and sums are exact in float32 up to 2^24.
    [Note(Quantization.StraightThrough)]
    private static Outputs QLinearConv(OperatorCall call)
    {
        var input = Quantization.Centered(call, call[0], call[2], 1, ScalarType.Float32);
        var weight = Quantization.Centered(call, call[3], call[5], 0, input.dtype);
        var sums = Convolutions.Convolve(call, input, weight, call.Optional(8)?.to(input.dtype, call.Device));
        var scale = (call[1].to(call.Device) * call[4].to(call.Device)).to(input.dtype);
        return Requantize(call, sums * Quantization.Along(call, scale, sums, 1), 6);
    }

    [Note(Quantization.StraightThrough)]
    private static Outputs QLinearMatMul(OperatorCall call)
    {
        var a = Quantization.Centered(call, call[0], call[2], -2, ScalarType.Float32);
        var b = Quantization.Centered(call, call[3], call[5], -1, a.dtype);
        var (aScale, bScale) = (Quantization.Along(call, call[1], call[0], -2), Quantization.Along(call, call[4], call[3], -1));
        return Requantize(call, a.Product(b) * (aScale.to(call.Device) * bScale.to(call.Device)).to(a.dtype), 6);
    }

    [Note(Quantization.StraightThrough)]
    private static Outputs QGemm(OperatorCall call)
    {
        var a = Quantization.Centered(call, call[0], call.Optional(2), -1, ScalarType.Float32);
        var transposes = call.Attributes.Int("transB", 0) != 0;
        var b = Quantization.Centered(call, call[3], call.Optional(5), transposes ? 0 : 1, a.dtype);
        var sums = (call.Attributes.Int("transA", 0) != 0 ? a.t() : a).mm(transposes ? b.t() : b);
        if (call.Optional(6) is { } bias)
            sums = sums.Plus(bias.to(sums.dtype, call.Device));
        var scale = (call[1].to(call.Device) * call[4].to(call.Device)).Times(call.Attributes.Float("alpha", 1));
        var real = sums * Quantization.Along(call, scale.to(sums.dtype), sums, 1);
        return call.Optional(7) is null ? real : Requantize(call, real, 7);
    }

    [Note(Quantization.StraightThrough)]
    private static Outputs QLinearAveragePool(OperatorCall call) => call.Attributes.Int("channels_last", 0) == 0
        ? Requantize(call, AveragePools.Pool(call, Real(call, 0)), 3)
        : throw call.Error("channels_last = 1 is not supported");

    [Note(Quantization.StraightThrough)]
    private static Outputs QLinearGlobalAveragePool(OperatorCall call)
    {
        var axes = Axes.All(call[0].dim());
        var spatial = call.Attributes.Int("channels_last", 0) == 0 ? axes[2..] : axes[1..^1];
        return Requantize(call, Real(call, 0).mean(spatial, keepdim: true), 3);
    }

    [Note(Quantization.StraightThrough)]
    private static Outputs QLinearConcat(OperatorCall call)
    {
        if (call.Count < 5 || (call.Count - 2) % 3 != 0)
            throw call.Error($"{call.Count} inputs are not a scale, a zero point, and three for each tensor");
        var parts = Enumerable.Range(0, (call.Count - 2) / 3).Select(part => Real(call, 2 + 3 * part)).ToList();
        return Requantize(call, cat(parts, call.Attributes.RequiredInt("axis")), 0);
    }

    [Note(Quantization.StraightThrough)]
    private static Outputs QLinearSoftmax(OperatorCall call) =>
        Requantize(call, Real(call, 0).softmax(call.Attributes.Int("axis", -1)), 3);

    [Note(Quantization.StraightThrough)]
    private static Outputs QLinearLeakyRelu(OperatorCall call)
    {
        var slope = call.Attributes.Float("alpha", 0.01f);
        return Requantize(call, call.RectifyAnySlope(Real(call, 0), x => x.leaky_relu(Numbers.Of(slope))), 3);
    }
}
