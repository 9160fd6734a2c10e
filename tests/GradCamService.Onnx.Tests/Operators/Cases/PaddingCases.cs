using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class PaddingCases
{
    private static Tensor Image => Sample.Normal(1, 3, 2, 4, 5);

    public static IEnumerable<OperatorCase> All =>
    [
        .. new[] { "constant", "reflect", "edge" }.Select(mode =>
            Of("Pad", 7, $"{mode} as attribute", [Image], ("pads", new[] { 0L, 0, 1, 2, 0, 0, 2, 1 }), ("mode", mode))),
        .. new[] { "constant", "reflect", "edge" }.Select(mode =>
            Of("Pad", 13, $"{mode} on every axis", [Image, Sample.Longs(1, 1, 1, 2, 1, 0, 2, 1)], ("mode", mode))),
        .. new[] { "constant", "reflect", "edge", "wrap" }.Select(mode =>
            Of("Pad", 19, $"{mode} on negative axes", [Image, Sample.Longs(1, 2, 0, 1), null, Sample.Longs(-1, -2)], ("mode", mode))),
        Of("Pad", 11, "a constant and negative pads", [Image, Sample.Longs(0, 0, -1, 2, 0, 0, 1, -2), tensor(1.5f)]).WithoutGradient(),
        Of("Pad", 13, "integers", [Sample.Integers(2, 0, 9, 3, 2), Sample.Longs(1, 0, 0, 2), tensor(7L)]).WithoutGradient(),
    ];
}
