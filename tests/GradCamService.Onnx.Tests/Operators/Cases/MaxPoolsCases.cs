using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class MaxPoolsCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        Of("MaxPool", 7, "1-d", [Sample.Normal(1, 3, 4, 9)], ("kernel_shape", new[] { 3L }), ("strides", new[] { 2L })),
        Of("MaxPool", 12, "symmetric pads", [Sample.Normal(2, 3, 2, 8, 7)], ("kernel_shape", new[] { 3L, 3 }), ("strides", new[] { 2L, 2 }),
            ("pads", new[] { 1L, 1, 1, 1 })),
        Of("MaxPool", 12, "symmetric pads, ceil, dilated", [Sample.Normal(3, 3, 2, 9, 8)],
            ("kernel_shape", new[] { 2L, 3 }), ("strides", new[] { 3L, 2 }), ("pads", new[] { 1L, 1, 1, 1 }),
                ("dilations", new[] { 2L, 1 }), ("ceil_mode", 1)),
        Of("MaxPool", 12, "asymmetric pads, ceil, places", [Sample.Normal(4, 3, 2, 8, 7)],
            ("kernel_shape", new[] { 3L, 2 }), ("strides", new[] { 2L, 2 }), ("pads", new[] { 0L, 1, 1, 0 }),
                ("ceil_mode", 1)).WithOutputs(2),
        Of("MaxPool", 12, "column-major places", [Sample.Normal(5, 3, 2, 5, 7)], ("kernel_shape", new[] { 2L, 2 }),
            ("storage_order", 1)).WithOutputs(2),
        Of("MaxPool", 12, "3-d, column-major places", [Sample.Normal(5, 2, 2, 4, 5, 3)], ("kernel_shape", new[] { 2L, 2, 2 }),
            ("storage_order", 1)).WithOutputs(2),
        Of("MaxPool", 12, "SAME_UPPER, places", [Sample.Normal(6, 2, 2, 5, 6)], ("kernel_shape", new[] { 3L, 2 }),
            ("auto_pad", "SAME_UPPER"), ("strides", new[] { 2L, 2 })).WithOutputs(2),
        Of("MaxPool", 12, "SAME_LOWER", [Sample.Normal(7, 2, 2, 5, 6)], ("kernel_shape", new[] { 2L, 4 }), ("auto_pad", "SAME_LOWER")),
        Of("MaxPool", 12, "3-d", [Sample.Normal(8, 2, 2, 4, 5, 6)], ("kernel_shape", new[] { 2L, 3, 2 }), ("strides", new[] { 2L, 1, 2 }),
            ("pads", new[] { 0L, 1, 1, 0, 1, 1 })).WithOutputs(2),
        Of("MaxPool", 12, "bytes", [Sample.Integers(9, 0, 256, 3, 2, 5, 5).to(ScalarType.Byte)], ("kernel_shape", new[] { 2L, 2 }),
            ("pads", new[] { 1L, 0, 0, 1 })) with { HasGradient = false },
        Of("MaxUnpool", 11, "", [Sample.Normal(10, 1, 2, 2, 2), tensor(new[] { 0L, 3, 9, 14, 18, 23, 24, 31 }, 1, 2, 2, 2)],
            ("kernel_shape", new[] { 2L, 2 }), ("strides", new[] { 2L, 2 })),
        Of("MaxUnpool", 9, "output shape", [Sample.Normal(11, 1, 1, 2, 2), tensor(new[] { 0L, 3, 9, 14 }, 1, 1, 2, 2),
            Sample.Longs(1, 1, 5, 6)], ("kernel_shape", new[] { 2L, 2 }), ("strides", new[] { 2L, 2 })) with
        {
            NoOracle = "ONNX Runtime counts the places in the larger map, ONNX's own test in the smaller",
        },
    ];
}
