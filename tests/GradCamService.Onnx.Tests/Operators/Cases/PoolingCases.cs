using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class PoolingCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        Of("GlobalAveragePool", 7, "", [Sample.Normal(1, 3, 4, 5, 2)]),
        Of("GlobalAveragePool", 22, "3-d", [Sample.Normal(2, 3, 2, 2, 3, 2)]),
        Of("GlobalLpPool", 7, "p = 3", [Sample.Normal(3, 3, 4, 5, 2)], ("p", 3)),
        Of("GlobalLpPool", 7, "p = 2", [Sample.Normal(3, 3, 4, 5, 2)]),
        Of("GlobalMaxPool", 7, "1-d", [Sample.Normal(4, 3, 4, 6)]),
        Of("LpPool", 11, "asymmetric pads", [Sample.Normal(5, 3, 2, 6, 5)], ("kernel_shape", new[] { 3L, 2 }), ("strides", new[] { 2L, 1 }),
            ("pads", new[] { 1L, 0, 0, 1 }), ("p", 3)),
        Of("LpPool", 18, "dilated, ceil", [Sample.Normal(6, 3, 2, 7, 6)], ("kernel_shape", new[] { 2L, 2 }), ("strides", new[] { 2L, 2 }),
            ("dilations", new[] { 2L, 1 }), ("ceil_mode", 1)),
        Of("LpPool", 22, "1-d, p = 1", [Sample.Normal(7, 3, 2, 7)], ("kernel_shape", new[] { 3L }), ("p", 1)),
    ];
}
