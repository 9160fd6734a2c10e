using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class QuantizersCases
{
    private static Tensor Input => Sample.Normal(1, 3, 4, 5) * 3;

    private static Tensor Bytes => Sample.Integers(2, 0, 256, 3, 4, 6).to(ScalarType.Byte);

    public static IEnumerable<OperatorCase> All => new[]
    {
        Of("QuantizeLinear", 10, "uint8", [Input, tensor(0.03f), tensor((byte)110)]),
        Of("QuantizeLinear", 10, "no zero point", [Input, tensor(0.03f)]),
        Of("QuantizeLinear", 13, "int8, a scale a channel", [Input, tensor(new[] { 0.01f, 0.03f, 0.05f, 0.1f }),
            tensor(new sbyte[] { 0, 3, -7, 20 })], ("axis", 1)),
        Of("QuantizeLinear", 19, "negative axis", [Input, Sample.Uniform(3, 0.01, 0.1, 5), zeros(5, ScalarType.Int8)], ("axis", -1)),
        Of("QuantizeLinear", 21, "blocks", [Sample.Normal(4, 3, 4, 6), Sample.Uniform(5, 0.01, 0.1, 3, 4, 2),
            zeros([3, 4, 2], ScalarType.Byte)], ("axis", 2), ("block_size", 3)),
        Of("QuantizeLinear", 21, "int16", [Input, tensor(0.003f), tensor((short)-100)]),
        Of("DynamicQuantizeLinear", 11, "", [Input]).WithOutputs(3),
        Of("DynamicQuantizeLinear", 11, "positive", [Input.abs() + 1]).WithOutputs(3),
        Of("DynamicQuantizeLinear", 11, "zeros", [zeros(2, 3)]).WithOutputs(3),
    }.Select(@case => @case with { HasGradient = false }).Concat(
    [
        // The scale's gradient; what reaches quantized values has tests of its own.
        Of("DequantizeLinear", 10, "uint8", [Bytes, tensor(0.03f), tensor((byte)110)]),
        Of("DequantizeLinear", 10, "int32 without zero point", [Sample.Integers(6, -9999, 9999, 3, 4).to(ScalarType.Int32),
            tensor(0.003f)]),
        Of("DequantizeLinear", 13, "a scale a channel", [Bytes, Sample.Uniform(7, 0.01, 0.1, 4),
            Sample.Integers(8, 0, 256, 4).to(ScalarType.Byte)], ("axis", -2)),
        Of("DequantizeLinear", 21, "blocks", [Bytes, Sample.Uniform(9, 0.01, 0.1, 3, 4, 2),
            Sample.Integers(10, 0, 256, 3, 4, 2).to(ScalarType.Byte)], ("axis", 2), ("block_size", 3)),
        Microsoft("QuantizeLinear", [Input, tensor(0.03f), tensor((byte)110)]) with { HasGradient = false },
        Microsoft("DequantizeLinear", [Bytes, tensor(0.03f), tensor((byte)110)]),
    ]);

    private static OperatorCase Microsoft(string name, Tensor[] inputs) =>
        new("ONNX Runtime's", new OneNode(name, 1) { Domain = "com.microsoft", Inputs = inputs });
}
