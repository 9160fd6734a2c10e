using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class ScatteringCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        Of("Scatter", 9, "axis 1", [Sample.Normal(1, 3, 4), tensor(new[] { 0L, 3, 2, 1 }, 2, 2), Sample.Normal(2, 2, 2)], ("axis", 1)),
        Of("ScatterElements", 11, "a negative axis and index",
            [Sample.Normal(1, 3, 4), tensor(new[] { 0L, -1, 2, 1 }, 2, 2), Sample.Normal(2, 2, 2)], ("axis", -1)),
        .. new[] { "add", "mul", "max", "min" }.Select(reduction => Of("ScatterElements", 18, $"{reduction} with repeated indices",
            [Sample.Normal(1, 3, 4), tensor(new[] { 1L, 1, 1, 0 }, 1, 4), Sample.Normal(2, 1, 4)],
            ("axis", 1), ("reduction", reduction))),
        Of("ScatterND", 11, "rows", [Sample.Normal(3, 3, 4), tensor(new[] { 2L, -3 }, 2, 1), Sample.Normal(4, 2, 4)]),
        Of("ScatterND", 13, "elements", [Sample.Normal(3, 3, 4), tensor(new[] { 2L, 1, 0, 3 }, 2, 2), Sample.Normal(4, 2)]),
        .. new[] { "add", "mul", "max", "min" }.Select(reduction => Of("ScatterND", 18, $"{reduction} with repeated indices",
            [Sample.Normal(3, 3, 2), tensor(new[] { 1L, 1, 1, 0 }, 4, 1), Sample.Normal(4, 4, 2)], ("reduction", reduction))),
        Of("ScatterND", 16, "no updates",
            [Sample.Normal(3, 3, 2), zeros([0, 1], ScalarType.Int64), Sample.Normal(4, 0, 2)]).WithoutGradient(),
    ];
}
