using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class GeneratorsCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        .. new[] { "BlackmanWindow", "HammingWindow", "HannWindow" }.Select(name => Of(name, 17, "periodic", [tensor(9L)])),
        .. new[] { "BlackmanWindow", "HammingWindow", "HannWindow" }.Select(name =>
            Of(name, 17, "symmetric, double", [tensor(8L)], ("periodic", 0), ("output_datatype", 11))),
        Of("Constant", 7, "a tensor", [], ("value", Sample.Normal(1, 3, 2))),
        Of("Constant", 13, "a float", [], ("value_float", 1.5f)),
        Of("Constant", 13, "floats", [], ("value_floats", new[] { 1.5f, 2 })),
        Of("Constant", 13, "an integer", [], ("value_int", 7)),
        Of("Constant", 13, "integers", [], ("value_ints", new[] { 7L, 8 })),
        Of("ConstantOfShape", 9, "default", [Sample.Longs(3, 2)]),
        Of("ConstantOfShape", 9, "a number", [Sample.Longs()]),
        Of("ConstantOfShape", 9, "integers, empty", [Sample.Longs(3, 0)], ("value", Sample.Longs(7))),
        Of("EyeLike", 9, "upper diagonal", [Sample.Normal(2, 3, 4)], ("k", 1)),
        Of("EyeLike", 9, "of another type", [Sample.Normal(2, 4, 3)], ("k", -1), ("dtype", 7)),
        Of("Range", 11, "backwards", [tensor(10L), tensor(1L), tensor(-3L)]),
        Of("Range", 11, "fractions", [tensor(0.5f), tensor(3f), tensor(0.4f)]),
        Of("Range", 11, "nothing", [tensor(3L), tensor(3L), tensor(1L)]),
        .. new[] { 0, 1 }.Select(upper =>
            Of("Trilu", 14, $"batch of 3, upper {upper}", [Sample.Normal(3, 3, 4, 5), tensor(-1L)], ("upper", upper))),
        Of("Trilu", 14, "far off the diagonal", [Sample.Normal(3, 4, 5), tensor(99L)]).WithoutGradient(),
    ];
}
