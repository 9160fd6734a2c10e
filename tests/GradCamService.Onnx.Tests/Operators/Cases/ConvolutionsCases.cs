using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class ConvolutionsCases
{
    private static Tensor Bytes(int seed, params long[] shape) => Sample.Integers(seed, 0, 256, shape).to(ScalarType.Byte);

    public static IEnumerable<OperatorCase> All =>
    [
        Of("Conv", 7, "1-d", [Sample.Normal(1, 3, 4, 9), Sample.Normal(2, 6, 4, 3), Sample.Normal(3, 6)], ("strides", new[] { 2L }),
            ("pads", new[] { 1L, 1 })),
        Of("Conv", 11, "asymmetric pads", [Sample.Normal(4, 3, 2, 6, 7), Sample.Normal(5, 3, 2, 3, 2)], ("pads", new[] { 0L, 2, 1, 0 })),
        Of("Conv", 11, "asymmetric pads, many channels", [Sample.Normal(4, 3, 5, 6, 7), Sample.Normal(5, 3, 5, 3, 2)],
            ("pads", new[] { 0L, 2, 1, 0 })),
        Of("Conv", 11, "pads that differ by the dilation", [Sample.Normal(4, 3, 2, 6, 7), Sample.Normal(5, 3, 2, 3, 2)],
            ("pads", new[] { 0L, 3, 2, 2 }), ("dilations", new[] { 2L, 1 }), ("strides", new[] { 2L, 1 })),
        Of("Conv", 11, "asymmetric, dilated, strided groups", [Sample.Normal(6, 3, 4, 8, 7), Sample.Normal(7, 6, 2, 3, 3),
            Sample.Normal(8, 6)],
            ("pads", new[] { 1L, 2, 0, 3 }), ("dilations", new[] { 2L, 1 }), ("strides", new[] { 1L, 2 }), ("group", 2)),
        Of("Conv", 11, "depthwise, SAME_UPPER", [Sample.Normal(9, 2, 3, 6, 5), Sample.Normal(10, 3, 1, 3, 4)], ("auto_pad", "SAME_UPPER"),
            ("strides", new[] { 2L, 2 }), ("group", 3)),
        Of("Conv", 11, "SAME_LOWER", [Sample.Normal(11, 2, 3, 6, 5), Sample.Normal(12, 2, 3, 2, 4)], ("auto_pad", "SAME_LOWER")),
        Of("Conv", 11, "VALID", [Sample.Normal(13, 2, 3, 6, 5), Sample.Normal(14, 2, 3, 2, 4)], ("auto_pad", "VALID")),
        Of("Conv", 11, "3-d", [Sample.Normal(15, 2, 2, 4, 5, 4), Sample.Normal(16, 3, 2, 2, 3, 2)], ("pads", new[] { 1L, 0, 1, 0, 1, 1 })),
        Of("ConvInteger", 10, "zero points", [Bytes(17, 3, 2, 5, 6), Bytes(18, 4, 2, 3, 3), tensor((byte)120), tensor((byte)100)],
            ("pads", new[] { 1L, 0, 2, 1 })) with { HasGradient = false },
        Of("ConvInteger", 10, "no zero points", [Bytes(19, 1, 2, 5, 6), Bytes(20, 4, 2, 3, 3)]) with { HasGradient = false },
        Of("DeformConv", 19, "mask, bias, groups", [Sample.Normal(21, 2, 4, 5, 6), Sample.Normal(22, 6, 2, 2, 3),
            Sample.Normal(23, 2, 24, 4, 5), Sample.Normal(24, 6), Sample.Uniform(25, 0, 1, 2, 12, 4, 5)],
            ("group", 2), ("offset_group", 2), ("pads", new[] { 0L, 1, 0, 0 })),
        Of("DeformConv", 22, "strided, dilated", [Sample.Normal(26, 1, 2, 7, 6), Sample.Normal(27, 3, 2, 3, 3),
            Sample.Normal(28, 1, 18, 3, 3)],
            ("strides", new[] { 2L, 2 }), ("dilations", new[] { 2L, 1 }), ("pads", new[] { 1L, 1, 1, 1 })),
    ];
}
