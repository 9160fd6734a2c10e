using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class SoftmaxesCases
{
    private static readonly string[] Names = ["Softmax", "LogSoftmax", "Hardmax"];

    public static IEnumerable<OperatorCase> All => Names.SelectMany(name => new[]
    {
        Of(name, 11, "everything from axis 1", [Sample.Normal(21, 3, 4, 5)]),
        Of(name, 11, "everything", [Sample.Normal(22, 3, 4, 5)], ("axis", 0)),
        Of(name, 11, "negative axis", [Sample.Normal(23, 3, 4, 5)], ("axis", -1)),
        Of(name, 13, "last axis", [Sample.Normal(24, 3, 4, 5)]),
        Of(name, 13, "channels", [Sample.Normal(25, 3, 4, 5, 2)], ("axis", 1)),
        Of(name, 13, "negative axis", [Sample.Normal(26, 3, 4, 5)], ("axis", -2)),
    });
}
