using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class LogicCases
{
    private static Tensor Special => tensor(new[] { 1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -3 });

    public static IEnumerable<OperatorCase> All =>
    [
        .. new[] { "And", "Or", "Xor" }.Select(name => Of(name, 7, "broadcast", [Sample.Bools(1, 3, 1, 4), Sample.Bools(2, 5, 1)])),
        .. new[] { "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual" }.Select(name =>
            Of(name, 16, "broadcast integers", [Sample.Integers(3, 0, 3, 3, 1, 4), Sample.Integers(4, 0, 3, 5, 1)])),
        .. new[] { "Equal", "Greater", "Less" }.Select(name => Of(name, 11, "fractions", [Sample.Normal(3, 3, 4), Sample.Normal(4, 4)])),
        Of("Greater", 7, "opset 7", [Sample.Normal(3, 3, 4), Sample.Normal(4, 4)]),
        Of("Not", 7, "batch of 3", [Sample.Bools(5, 3, 2)]),
        Of("IsNaN", 13, "special numbers", [Special]),
        Of("IsInf", 10, "special numbers", [Special]),
        Of("IsInf", 20, "positive only", [Special], ("detect_negative", 0)),
        Of("IsInf", 10, "negative only", [Special], ("detect_positive", 0)),
        Of("IsInf", 20, "neither", [Special], ("detect_positive", 0), ("detect_negative", 0)),
        Of("Where", 9, "broadcast three ways", [Sample.Bools(6, 3, 1, 1), Sample.Normal(7, 2, 1), Sample.Normal(8, 4)]),
        Of("Where", 16, "integers", [Sample.Bools(6, 3, 4), Sample.Integers(7, 0, 9, 3, 4), tensor(7L)]).WithoutGradient(),
    ];
}
