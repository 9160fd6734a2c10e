using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class DetectionCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        Of("NonMaxSuppression", 11, "two images, three classes", [Sample.Uniform(1, 0, 1, 2, 20, 4), Sample.Uniform(2, 0, 1, 2, 3, 20),
            Sample.Longs(5), tensor(new[] { 0.3f }), tensor(new[] { 0.4f })]),
        Of("NonMaxSuppression", 10, "centres", [Sample.Uniform(3, 0.2, 0.8, 1, 20, 4), Sample.Uniform(4, 0, 1, 1, 2, 20), Sample.Longs(8),
            tensor(new[] { 0.5f })], ("center_point_box", 1)),
        Of("NonMaxSuppression", 11, "none asked for", [Sample.Uniform(5, 0, 1, 1, 6, 4), Sample.Uniform(6, 0, 1, 1, 2, 6)]),
    ];
}
