using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class LegacyBroadcastingCases
{
    private const string TooOld = "ONNX Runtime has the operators from opset 7 on";

    public static IEnumerable<OperatorCase> All =>
    [
        .. new[] { "Add", "Sub", "Mul", "Div", "Pow" }.Select(name =>
            Of(name, 6, "aligned at an axis",
                [Sample.Uniform(1, 0.5, 2, 3, 2, 4), Sample.Uniform(2, 0.5, 2, 2)], ("broadcast", 1), ("axis", 1)) with
            { NoOracle = TooOld }),
        Of("Div", 6, "integers", [Sample.Integers(1, -9, 9, 3, 2), tensor(new[] { -1L, 2 })], ("broadcast", 1)) with
        { NoOracle = TooOld, HasGradient = false },
        Of("Gemm", 6, "a row as bias",
            [Sample.Normal(1, 3, 4), Sample.Normal(2, 4, 5), Sample.Normal(3, 5)], ("broadcast", 1)) with { NoOracle = TooOld },
    ];
}
