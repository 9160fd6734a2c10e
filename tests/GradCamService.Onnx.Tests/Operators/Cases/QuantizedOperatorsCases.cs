using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class QuantizedOperatorsCases
{
    // Scales whose quotients meet no halves: there the last digit of float32 would decide how they round.
    private static Tensor Bytes(int seed, params long[] shape) => Sample.Integers(seed, 0, 256, shape).to(ScalarType.Byte);

    // Seven bits: without VNNI, ONNX Runtime adds two products of a byte and a signed byte in 16 bits, which saturate beyond.
    private static Tensor SignedBytes(int seed, params long[] shape) => Sample.Integers(seed, -64, 64, shape).to(ScalarType.Int8);

    private static Tensor Zero(byte zeroPoint) => tensor(zeroPoint);

    private static Tensor Scale(float scale) => tensor(scale);

    /// <summary>A quantized tensor with its scale and zero point.</summary>
    private static Tensor[] Quantized(int seed, float scale, byte zeroPoint, params long[] shape) => [Bytes(seed, shape), Scale(scale),
        Zero(zeroPoint)];

    public static IEnumerable<OperatorCase> All => new[]
    {
        Of("QLinearConv", 10, "bias, asymmetric pads", [.. Quantized(1, 0.02f, 120, 3, 2, 5, 6), Bytes(2, 4, 2, 3, 3), Scale(0.01f),
            Zero(130), Scale(0.2f), Zero(100), Sample.Integers(3, -900, 900, 4).to(ScalarType.Int32)], ("pads", new[] { 1L, 0, 0, 1 })),
        Of("QLinearConv", 10, "a scale a channel, groups", [.. Quantized(4, 0.02f, 120, 3, 4, 5, 6), SignedBytes(5, 4, 2, 3, 3),
            Sample.Uniform(6, 0.01, 0.02, 4), zeros(4, ScalarType.Int8), Scale(0.2f), Zero(100)], ("group", 2)),
        Of("QLinearMatMul", 10, "batches", [.. Quantized(7, 0.02f, 120, 3, 4, 5), .. Quantized(8, 0.02f, 100, 5, 6), Scale(0.03f),
            Zero(128)]),
        Of("QLinearMatMul", 21, "a scale a column", [.. Quantized(7, 0.02f, 120, 4, 5), SignedBytes(9, 5, 6),
            Sample.Uniform(10, 0.01, 0.02, 6), zeros(6, ScalarType.Int8), Scale(0.03f), Zero(128)]),
        Microsoft("QGemm", "bias, transposed", [.. Quantized(11, 0.02f, 120, 4, 5), Bytes(12, 6, 5), Scale(0.01f), Zero(130),
            Sample.Integers(13, -900, 900, 6).to(ScalarType.Int32), Scale(0.05f), Zero(128)], ("transB", 1)),
        Microsoft("QGemm", "real result", [.. Quantized(11, 0.02f, 120, 4, 5), SignedBytes(12, 5, 6), Sample.Uniform(14, 0.01, 0.02, 6),
            zeros(6, ScalarType.Int8)], ("alpha", 0.7f)),
        Microsoft("QLinearAdd", "broadcast", [.. Quantized(15, 0.02f, 120, 3, 4, 5), .. Quantized(16, 0.03f, 100, 4, 1), Scale(0.0417f),
            Zero(110)]),
        Microsoft("QLinearMul", "broadcast", [.. Quantized(15, 0.02f, 120, 3, 4, 5), .. Quantized(16, 0.03f, 100, 5), Scale(0.06f),
            Zero(110)]),
        Microsoft("QLinearAveragePool", "padded", [.. Quantized(17, 0.02f, 120, 3, 2, 5, 6), Scale(0.0173f), Zero(100)],
            ("kernel_shape", new[] { 3L, 2 }), ("pads", new[] { 1L, 0, 1, 0 })),
        Microsoft("QLinearGlobalAveragePool", "", [.. Quantized(18, 0.02f, 120, 3, 2, 5, 6), Scale(0.01f), Zero(100)]),
        Microsoft("QLinearGlobalAveragePool", "channels last", [.. Quantized(18, 0.02f, 120, 3, 5, 6, 2), Scale(0.01f), Zero(100)],
            ("channels_last", 1)),
        Microsoft("QLinearConcat", "", [Scale(0.04f), Zero(110), .. Quantized(19, 0.02f, 120, 3, 2, 4),
            .. Quantized(20, 0.03f, 100, 3, 5, 4)], ("axis", 1)),
        Microsoft("QLinearSigmoid", "", [.. Quantized(21, 0.04f, 120, 3, 20), Scale(1 / 256f), Zero(0)]),
        Microsoft("QLinearLeakyRelu", "", [.. Quantized(22, 0.04f, 120, 3, 20), Scale(0.03f), Zero(20)], ("alpha", 0.2f)),
        Microsoft("QLinearSoftmax", "", [.. Quantized(23, 0.04f, 120, 3, 20), Scale(1 / 256f), Zero(0)], ("axis", -1), ("opset", 13)),
    }.Select(@case => @case with { HasGradient = false });

    private static OperatorCase Microsoft(string name, string variant, Tensor[] inputs, params (string Name, object Value)[] attributes) =>
        new(variant, new OneNode(name, 1)
        {
            Domain = "com.microsoft",
            Inputs = inputs,
            Attributes = attributes.ToDictionary(pair => pair.Name, pair => pair.Value)
        });
}
