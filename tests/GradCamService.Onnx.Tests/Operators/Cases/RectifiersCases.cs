using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class RectifiersCases
{
    private static Tensor Input => Sample.Normal(12, 3, 4, 5, 2) * 3;

    public static IEnumerable<OperatorCase> All =>
    [
        Of("Relu", 7, "", [Input]),
        Of("Relu", 14, "integers", [Sample.Integers(4, -9, 9, 3, 4).to(ScalarType.Int32)]) with { HasGradient = false },
        Of("Clip", 7, "attributes", [Input], ("min", -1.5f), ("max", 2f)),
        Of("Clip", 7, "ReLU6", [Input], ("min", 0f), ("max", 6f)),
        Of("Clip", 7, "no bounds", [Input]),
        Of("Clip", 13, "inputs", [Input, tensor(-1f), tensor(2.5f)]) with { FixedInputs = [1, 2] },
        Of("Clip", 13, "from zero", [Input, tensor(0f), null]) with { FixedInputs = [1, 2] },
        Of("Clip", 13, "upper bound only", [Input, null, tensor(1f)]) with { FixedInputs = [1, 2] },
        Of("Clip", 13, "bounds in the wrong order", [Input, tensor(2f), tensor(1f)]) with { HasGradient = false },
        Of("Clip", 13, "int8", [Sample.Integers(5, -90, 90, 3, 4).to(ScalarType.Int8), tensor(-20).to(ScalarType.Int8),
            null]) with { HasGradient = false },
        Of("Clip", 13, "int64 without bounds", [Sample.Integers(6, -90, 90, 3, 4)]) with { HasGradient = false },
        Of("LeakyRelu", 7, "", [Input]),
        Of("LeakyRelu", 16, "negative slope", [Input], ("alpha", -0.3f)),
        Of("PRelu", 6, "a slope a channel before broadcasting", [Input,
            Sample.Normal(13, 4)]) with { NoOracle = "ONNX Runtime begins at opset 7" },
        Of("PRelu", 9, "a slope a channel", [Input, Sample.Normal(13, 4, 1, 1)]),
        Of("PRelu", 16, "one slope", [Input, Sample.Normal(13, 1)]),
        Of("PRelu", 16, "a slope an element", [Input, Sample.Normal(13, 3, 4, 5, 2)]),
        Of("ThresholdedRelu", 10, "", [Input], ("alpha", 0.7f)),
        Of("ThresholdedRelu", 22, "below zero", [Input], ("alpha", -0.7f)),
    ];
}
