using GradCamService.Onnx.Tests.Testing;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class ElementwiseCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        .. new[] { "Add", "Sub", "Mul" }.Select(name => new OperatorCase("broadcast on both sides", new OneNode(name, 14)
        {
            Inputs = [Sample.Normal(1, 3, 1, 4), Sample.Normal(2, 5, 1)],
        })),
    ];
}
