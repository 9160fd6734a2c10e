using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class FusedGelusCases
{
    private static Tensor Input => Sample.Normal(1, 3, 4, 5) * 2;

    public static IEnumerable<OperatorCase> All =>
    [
        OfMicrosoft("Gelu", "", [Input]),
        OfMicrosoft("FastGelu", "", [Input]),
        OfMicrosoft("FastGelu", "bias", [Input, Sample.Normal(2, 5)]),
        OfMicrosoft("QuickGelu", "", [Input]),
        OfMicrosoft("QuickGelu", "alpha", [Input], ("alpha", 0.7f)),
    ];
}
