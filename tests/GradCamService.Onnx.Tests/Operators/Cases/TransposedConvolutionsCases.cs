using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class TransposedConvolutionsCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        Of("ConvTranspose", 7, "1-d", [Sample.Normal(1, 3, 4, 5), Sample.Normal(2, 4, 2, 3), Sample.Normal(3, 2)],
            ("strides", new[] { 2L }), ("pads", new[] { 1L, 1 })),
        Of("ConvTranspose", 11, "output padding, groups", [Sample.Normal(4, 3, 4, 3, 4), Sample.Normal(5, 4, 3, 3, 2), Sample.Normal(6, 6)],
            ("strides", new[] { 2L, 3 }), ("output_padding", new[] { 1L, 2 }), ("pads", new[] { 1L, 0, 1, 0 }), ("group", 2)),
        Of("ConvTranspose", 11, "asymmetric pads, dilated", [Sample.Normal(7, 2, 2, 4, 4), Sample.Normal(8, 2, 3, 3, 3),
            Sample.Normal(9, 3)],
            ("strides", new[] { 2L, 1 }), ("pads", new[] { 0L, 2, 1, 1 }), ("dilations", new[] { 1L, 2 })),
        Of("ConvTranspose", 11, "output shape", [Sample.Normal(10, 2, 2, 3, 3), Sample.Normal(11, 2, 2, 3, 3)],
            ("strides", new[] { 3L, 2 }), ("output_shape", new[] { 8L, 6 })),
        Of("ConvTranspose", 11, "larger output shape", [Sample.Normal(10, 2, 2, 3, 3), Sample.Normal(11, 2, 2, 3, 3), Sample.Normal(12, 2)],
            ("strides", new[] { 3L, 2 }), ("output_shape", new[] { 10L, 8 })),
        Of("ConvTranspose", 11, "SAME_UPPER", [Sample.Normal(13, 2, 2, 3, 4), Sample.Normal(14, 2, 2, 3, 4)], ("strides", new[] { 2L, 2 }),
            ("auto_pad", "SAME_UPPER")),
        Of("ConvTranspose", 11, "SAME_LOWER", [Sample.Normal(13, 2, 2, 3, 4), Sample.Normal(14, 2, 2, 4, 3)], ("strides", new[] { 2L, 2 }),
            ("auto_pad", "SAME_LOWER")),
        Of("ConvTranspose", 11, "3-d", [Sample.Normal(15, 2, 2, 2, 3, 2), Sample.Normal(16, 2, 2, 2, 2, 3)],
            ("strides", new[] { 2L, 1, 2 })),
    ];
}
