using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class TypesCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        .. new[] { 6, 7, 9, 10, 11, 16 }.Select(type =>
            Of("Cast", 13, $"to type {type}", [Sample.Normal(1, 3, 4)], ("to", type)).WithoutGradient()),
        Of("Cast", 9, "to double", [Sample.Normal(1, 3, 4)], ("to", 11)),
        Of("Cast", 13, "integers to float", [Sample.Integers(2, -9, 9, 3, 4)], ("to", 1)).WithoutGradient(),
        Of("Cast", 13, "bools to float", [Sample.Bools(2, 3, 4)], ("to", 1)).WithoutGradient(),
        Of("CastLike", 15, "float to integer", [Sample.Normal(3, 3, 4), Sample.Longs(1)]).WithoutGradient(),
        Of("CastLike", 15, "float to double", [Sample.Normal(3, 3, 4), Sample.Normal(4, 1).to(ScalarType.Float64)]),
    ];
}
