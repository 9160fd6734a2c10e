using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class OrderingCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        .. new[] { "ArgMax", "ArgMin" }.Select(name => Of(name, 13, "a negative axis", [Sample.Normal(1, 3, 4, 2)], ("axis", -2))),
        .. new[] { "ArgMax", "ArgMin" }.Select(name => Of(name, 7, "not kept", [Sample.Normal(2, 3, 4)], ("keepdims", 0), ("axis", 1))),
        .. new[] { "ArgMax", "ArgMin" }.Select(name =>
            Of(name, 13, "the first of equals", [Sample.Integers(3, 0, 2, 3, 9).to(ScalarType.Float32)], ("axis", 1))),
        .. new[] { "ArgMax", "ArgMin" }.Select(name =>
            Of(name, 13, "the last of equals",
                [Sample.Integers(3, 0, 2, 3, 9).to(ScalarType.Float32)], ("axis", 1), ("select_last_index", 1))),
        .. from reverse in new[] { 0, 1 }
           from exclusive in new[] { 0, 1 }
           select Of("CumSum", 14, $"reverse {reverse}, exclusive {exclusive}",
               [Sample.Normal(4, 3, 5), tensor(-1L)], ("reverse", reverse), ("exclusive", exclusive)),
        .. from reverse in new[] { 0, 1 }
           from exclusive in new[] { 0, 1 }
           select Of("CumProd", 26, $"reverse {reverse}, exclusive {exclusive}",
               [Sample.Normal(4, 3, 5), tensor(-1L)], ("reverse", reverse), ("exclusive", exclusive)),
        Of("CumSum", 11, "integers", [Sample.Integers(5, -9, 9, 3, 4).to(ScalarType.Int32), tensor(0)]).WithoutGradient(),
        Of("TopK", 7, "an attribute", [Sample.Normal(6, 3, 7)], ("k", 2)).WithOutputs(2),
        Of("TopK", 10, "an input", [Sample.Normal(6, 3, 7, 2), Sample.Longs(3)], ("axis", 1)).WithOutputs(2),
        Of("TopK", 11, "the smallest of a negative axis",
            [Sample.Normal(7, 3, 7, 2), Sample.Longs(3)], ("axis", -2), ("largest", 0)).WithOutputs(2),
        Of("TopK", 11, "equals in order",
            [Sample.Integers(8, 0, 3, 3, 9).to(ScalarType.Float32), Sample.Longs(5)]).WithOutputs(2).WithoutGradient(),
        Of("TopK", 11, "none", [Sample.Normal(6, 3, 7), Sample.Longs(0)]).WithOutputs(2).WithoutGradient(),
        .. new[] { 0, 1 }.Select(sorted =>
            Of("Unique", 11, $"flat, sorted {sorted}",
                [Sample.Integers(9, 0, 5, 3, 4)], ("sorted", sorted)).WithOutputs(4).WithoutGradient()),
        Of("Unique", 11, "rows", [Sample.Integers(10, 0, 2, 6, 2)], ("axis", 0)).WithOutputs(4).WithoutGradient(),
        Of("Unique", 11, "fractions", [Sample.Normal(11, 3, 2)]).WithOutputs(4),
    ];
}
