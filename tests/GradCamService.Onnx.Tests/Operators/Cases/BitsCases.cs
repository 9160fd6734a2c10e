using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class BitsCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        .. new[] { "LEFT", "RIGHT" }.Select(direction =>
            Of("BitShift", 11, $"{direction} on bytes",
                [Sample.Integers(1, 0, 256, 3, 4).to(ScalarType.Byte), Sample.Integers(2, 0, 8, 4).to(ScalarType.Byte)],
                ("direction", direction))),
        .. new[] { "BitwiseAnd", "BitwiseOr", "BitwiseXor" }.Select(name =>
            Of(name, 18, "broadcast",
                [Sample.Integers(3, -99, 99, 3, 1).to(ScalarType.Int32), Sample.Integers(4, -99, 99, 4).to(ScalarType.Int32)])),
        Of("BitwiseNot", 18, "batch of 3", [Sample.Integers(5, -99, 99, 3, 2).to(ScalarType.Int32)]),
    ];
}
