using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class LossesCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        .. from reduction in new[] { "none", "sum", "mean" }
           from name in new[] { "NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss" }
           select Of(name, 13, $"{reduction}, weights, one class ignored",
               [Sample.Normal(1, 3, 5, 2), Sample.Integers(2, 0, 5, 3, 2), Sample.Uniform(3, 0.5, 2, 5)],
               ("reduction", reduction), ("ignore_index", 1)),
        Of("NegativeLogLikelihoodLoss", 12, "no weights", [Sample.Normal(1, 3, 5), Sample.Integers(2, 0, 5, 3)]),
        Of("SoftmaxCrossEntropyLoss", 12, "with the logarithms", [Sample.Normal(1, 3, 5), Sample.Integers(2, 0, 5, 3)]).WithOutputs(2),
    ];
}
