using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class AveragePoolsCases
{
    private static readonly (string Name, object Value)[] Kernel = [("kernel_shape", new[] { 3L, 2 }), ("strides", new[] { 2L, 2 })];

    public static IEnumerable<OperatorCase> All =>
    [
        Of("AveragePool", 7, "1-d", [Sample.Normal(1, 3, 4, 9)], ("kernel_shape", new[] { 3L }), ("strides", new[] { 2L }),
            ("pads", new[] { 1L, 1 })),
        Of("AveragePool", 11, "symmetric pads", [Sample.Normal(2, 3, 2, 8, 7)], [.. Kernel, ("pads", new[] { 1L, 1, 1, 1 })]),
        Of("AveragePool", 11, "symmetric pads that count", [Sample.Normal(2, 3, 2, 8, 7)],
            [.. Kernel, ("pads", new[] { 1L, 1, 1, 1 }), ("count_include_pad", 1)]),
        Of("AveragePool", 11, "asymmetric pads", [Sample.Normal(3, 3, 2, 8, 7)], [.. Kernel, ("pads", new[] { 0L, 1, 2, 0 })]),
        Of("AveragePool", 11, "asymmetric pads that count", [Sample.Normal(3, 3, 2, 8, 7)],
            [.. Kernel, ("pads", new[] { 0L, 1, 2, 0 }), ("count_include_pad", 1)]),
        Of("AveragePool", 19, "ceil", [Sample.Normal(4, 3, 2, 8, 7)], [.. Kernel, ("ceil_mode", 1)]),
        Of("AveragePool", 19, "ceil, symmetric pads that count", [Sample.Normal(4, 3, 2, 8, 8)],
            [.. Kernel, ("pads", new[] { 1L, 1, 1, 1 }), ("ceil_mode", 1), ("count_include_pad", 1)]),
        Of("AveragePool", 19, "ceil, asymmetric pads that count", [Sample.Normal(4, 3, 2, 8, 8)],
            [.. Kernel, ("pads", new[] { 0L, 1, 1, 0 }), ("ceil_mode", 1), ("count_include_pad", 1)]),
        Of("AveragePool", 19, "dilated", [Sample.Normal(5, 3, 2, 8, 7)], [.. Kernel, ("dilations", new[] { 2L, 1 })]),
        Of("AveragePool", 19, "dilated, padded", [Sample.Normal(5, 3, 2, 8, 7)],
            [.. Kernel, ("dilations", new[] { 2L, 3 }), ("pads", new[] { 1L, 0, 2, 1 })]),
        Of("AveragePool", 19, "dilated 3-d", [Sample.Normal(5, 2, 2, 5, 4, 4)], ("kernel_shape", new[] { 2L, 2, 2 }),
            ("dilations", new[] { 2L, 1, 2 })),
        Of("AveragePool", 11, "SAME_UPPER", [Sample.Normal(6, 3, 2, 7, 7)], [.. Kernel, ("auto_pad", "SAME_UPPER")]),
        Of("AveragePool", 11, "SAME_LOWER", [Sample.Normal(6, 3, 2, 7, 7)], [.. Kernel, ("auto_pad", "SAME_LOWER")]),
        Of("AveragePool", 11, "3-d", [Sample.Normal(7, 2, 2, 4, 5, 4)], ("kernel_shape", new[] { 2L, 3, 2 }),
            ("pads", new[] { 1L, 1, 1, 1, 1, 1 })),
    ];
}
