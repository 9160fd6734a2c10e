using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class ActivationsCases
{
    private static Tensor Input => Sample.Normal(11, 3, 4, 5) * 2;

    public static IEnumerable<OperatorCase> All =>
    [
        Of("Celu", 12, "", [Input]),
        Of("Celu", 12, "alpha", [Input], ("alpha", 1.7f)),
        Of("Elu", 7, "alpha", [Input], ("alpha", 0.4f)),
        Of("Gelu", 20, "exact", [Input]),
        Of("Gelu", 20, "tanh", [Input], ("approximate", "tanh")),
        Of("HardSigmoid", 7, "", [Input]),
        Of("HardSigmoid", 22, "PyTorch's slope", [Input], ("alpha", 1 / 6f), ("beta", 0.5f)),
        Of("HardSwish", 14, "", [Input * 2]),
        Of("Mish", 18, "", [Input]),
        Of("Selu", 7, "", [Input]),
        Of("Selu", 22, "alpha and gamma", [Input], ("alpha", 1.2f), ("gamma", 0.9f)),
        Of("Shrink", 9, "soft", [Input], ("bias", 0.6f), ("lambd", 0.6f)),
        Of("Shrink", 9, "hard", [Input]),
        Of("Shrink", 9, "integers", [Sample.Integers(3, -9, 9, 4, 5)], ("bias", 2f), ("lambd", 3f)) with { HasGradient = false },
        Of("Sigmoid", 13, "", [Input]),
        Of("Softplus", 7, "", [Input * 5]),
        Of("Softsign", 7, "", [Input]),
        Of("Swish", 24, "", [Input]),
        Of("Swish", 24, "alpha", [Input], ("alpha", 1.5f)),
        Of("Tanh", 13, "", [Input]),
    ];
}
