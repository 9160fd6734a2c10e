using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class BlocksCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        .. new[] { "DCR", "CRD" }.Select(mode =>
            Of("DepthToSpace", 11, mode, [Sample.Normal(1, 3, 8, 2, 3)], ("blocksize", 2), ("mode", mode))),
        Of("DepthToSpace", 7, "opset 7", [Sample.Normal(1, 3, 8, 2, 3)], ("blocksize", 2)),
        Of("SpaceToDepth", 13, "batch of 3", [Sample.Normal(2, 3, 2, 4, 6)], ("blocksize", 2)),
        Of("Col2Im", 18, "strides, pads and dilations", [Sample.Normal(3, 3, 12, 8), Sample.Longs(7, 5), Sample.Longs(2, 3)],
            ("strides", new[] { 2L, 1 }), ("pads", new[] { 1L, 0, 1, 1 }), ("dilations", new[] { 2L, 2 })),
        Of("Col2Im", 18, "three axes", [Sample.Normal(4, 1, 8, 8), Sample.Longs(3, 3, 3), Sample.Longs(2, 2, 2)]),
    ];
}
