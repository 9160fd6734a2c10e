using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class ArithmeticCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        .. new[] { "Add", "Sub", "Mul", "Div" }.Select(name =>
            Of(name, 14, "broadcast on both sides", [Sample.Normal(1, 3, 1, 4), Sample.Uniform(2, 0.5, 2, 5, 1)])),
        .. new[] { "Add", "Sub", "Mul", "Div" }.Select(name =>
            Of(name, 7, "a number and an empty batch", [Sample.Uniform(1, 1, 2), Sample.Uniform(2, 1, 2, 0, 3)]).WithoutGradient()),
        .. new[] { "Max", "Min", "Mean", "Sum" }.Select(name =>
            Of(name, 13, "three inputs, broadcast", [Sample.Normal(1, 3, 1, 4), Sample.Normal(2, 5, 1), Sample.Normal(3, 4)])),
        .. new[] { "Max", "Min", "Mean", "Sum" }.Select(name => Of(name, 8, "one input", [Sample.Normal(4, 3, 2)])),
        .. new[] { "Max", "Min" }.Select(name =>
            Of(name, 13, "not a number wins", [tensor(new[] { float.NaN, 1, 2 }), tensor(new[] { 1, float.NaN, 3 })]).WithoutGradient()),
        .. new[] { "Abs", "Neg" }.Select(name => Of(name, 13, "batch of 3", [Sample.Normal(5, 3, 2, 2)])),
        .. new[] { "Abs", "Neg" }.Select(name => Of(name, 13, "integers", [Sample.Integers(5, -9, 9, 3, 4)]).WithoutGradient()),
        .. new[] { "Reciprocal", "Sqrt" }.Select(name => Of(name, 13, "batch of 3", [Sample.Uniform(6, 0.2, 3, 3, 2, 2)])),
        Of("Div", 14, "integers are truncated", [Sample.Integers(7, -20, 20, 3, 5), tensor(new[] { -7L, -1, 1, 3, 7 })]).WithoutGradient(),
        Of("Mod", 13, "the divisor's sign", [Sample.Integers(8, -20, 20, 3, 5), tensor(new[] { -7L, -1, 1, 3, 7 })]).WithoutGradient(),
        Of("Mod", 13, "the dividend's sign",
            [Sample.Integers(8, -20, 20, 3, 5), tensor(new[] { -7L, -1, 1, 3, 7 })], ("fmod", 1)).WithoutGradient(),
        Of("Mod", 13, "fractions", [Sample.Normal(9, 3, 5), tensor(new[] { -0.7f, 0.3f, 1, 0.5f, -0.2f })], ("fmod", 1)),
        Of("Pow", 15, "broadcast", [Sample.Uniform(10, 0.5, 2, 3, 4), Sample.Normal(11, 3, 1)]),
        Of("Pow", 15, "one exponent", [Sample.Normal(12, 3, 4), tensor(new[] { 3f })]).WithoutGradient(),
        Of("Pow", 12, "an exponent of another type", [Sample.Normal(12, 3, 4), tensor(2L)]),
        Of("Pow", 15, "an exponent of higher rank", [Sample.Uniform(12, 0.5, 2, 3), tensor(new[] { 2f }, 1, 1, 1)]),
        Of("Pow", 12, "an integer to a fraction", [Sample.Integers(12, 1, 9, 3, 4), tensor(new[] { 0.5f })]).WithoutGradient(),
    ];
}
