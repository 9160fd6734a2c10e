using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class GridSamplingCases
{
    private static readonly string[] Paddings = ["zeros", "border", "reflection"];

    public static IEnumerable<OperatorCase> All =>
    [
        .. from mode in new[] { "linear", "nearest", "cubic" }
           from padding in Paddings
           from corners in new[] { 0, 1 }
           select Of("GridSample", 20, $"{mode}, {padding}, corners {corners}",
               [Sample.Normal(1, 2, 3, 4, 5), Sample.Uniform(2, -1.4, 1.4, 2, 3, 2, 2)],
               ("mode", mode), ("padding_mode", padding), ("align_corners", corners)),
        .. Paddings.Select(padding => Of("GridSample", 20, $"3-d, {padding}",
            [Sample.Normal(3, 2, 2, 3, 4, 3), Sample.Uniform(4, -1.3, 1.3, 2, 2, 2, 3, 3)], ("padding_mode", padding))),
        .. Paddings.Select(padding => Of("GridSample", 20, $"3-d cubic, {padding}",
            [Sample.Normal(3, 1, 2, 3, 4, 3), Sample.Uniform(4, -1.3, 1.3, 1, 2, 2, 3, 3)], ("mode", "cubic"),
            ("padding_mode", padding)) with
        {
            NoOracle = "ONNX Runtime has cubic sampling over two axes only",
        }),
        Of("GridSample", 16, "", [Sample.Normal(5, 2, 3, 4, 5), Sample.Uniform(6, -1, 1, 2, 3, 2, 2)]),
        Of("GridSample", 16, "bicubic", [Sample.Normal(5, 2, 3, 4, 5), Sample.Uniform(6, -1, 1, 2, 3, 2, 2)], ("mode", "bicubic")),
        Of("AffineGrid", 20, "2-d", [Sample.Normal(7, 3, 2, 3), Sample.Longs(3, 2, 4, 5)]),
        Of("AffineGrid", 20, "3-d, corners", [Sample.Normal(8, 2, 3, 4), Sample.Longs(2, 1, 2, 3, 4)], ("align_corners", 1)),
    ];
}
