using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class NormNormalizationsCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        Of("LRN", 7, "odd window", [Sample.Normal(1, 3, 6, 2, 3)], ("size", 3), ("alpha", 0.5f), ("beta", 0.6f), ("bias", 1.5f)),
        Of("LRN", 13, "even window", [Sample.Normal(2, 3, 6, 2, 3)], ("size", 4),
            ("alpha", 0.5f)) with { NoOracle = "ONNX Runtime takes odd windows only" },
        Of("LpNormalization", 7, "p = 2", [Sample.Normal(3, 3, 4, 5)]),
        Of("LpNormalization", 22, "p = 1, channels", [Sample.Normal(4, 3, 4, 5)], ("p", 1), ("axis", 1)),
        Of("LpNormalization", 7, "negative axis", [Sample.Normal(5, 3, 4, 5)], ("axis", -2)),
        Of("MeanVarianceNormalization", 9, "", [Sample.Normal(6, 3, 4, 2, 3)]),
        Of("MeanVarianceNormalization", 13, "axes", [Sample.Normal(7, 3, 4, 2, 3)], ("axes", new[] { 1L, 3 })),
    ];
}
