using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class FunctionsCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        .. new[] { "Asin", "Acos", "Atanh" }.Select(name => Of(name, 9, "batch of 3", [Sample.Uniform(1, -0.9, 0.9, 3, 2, 2)])),
        .. new[] { "Asinh", "Atan", "Cos", "Cosh", "Sin", "Sinh", "Exp" }.Select(name =>
            Of(name, 13, "batch of 3", [Sample.Normal(2, 3, 2, 2)])),
        .. new[] { "Erf", "Tan", "Exp", "Sin" }.Select(name => Of(name, 9, "a number", [tensor(0.7f)])),
        .. new[] { "Acosh", "Log" }.Select(name => Of(name, 9, "batch of 3", [Sample.Uniform(3, 1.2, 4, 3, 2, 2)])),
        .. new[] { "Exp", "Log", "Erf" }.Select(name => Of(name, 13, "nothing", [Sample.Normal(4, 0, 2)]).WithoutGradient()),
        .. new[] { "Ceil", "Floor", "Sign" }.Select(name =>
            Of(name, 13, "both signs", [tensor(new[] { -2.5f, -2, -0.3f, 0, 0.3f, 2.5f })])),
        Of("Round", 11, "halves", [tensor(new[] { -2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f, 2.6f })]),
    ];
}
