using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class NormalizationsCases
{
    private static Tensor Image => Sample.Normal(1, 3, 4, 2, 3);

    private static readonly int[] Statistics = [3, 4];

    private static Tensor[] Batch => [Image, Sample.Normal(2, 4), Sample.Normal(3, 4), Sample.Normal(4, 4), Sample.Uniform(5, 0.5, 2, 4)];

    public static IEnumerable<OperatorCase> All =>
    [
        Of("BatchNormalization", 6, "is_test", Batch, ("is_test", 1)) with { NoOracle = "ONNX Runtime begins at opset 7",
            FixedInputs = Statistics },
        Of("BatchNormalization", 7, "", Batch, ("epsilon", 1e-3f)) with { FixedInputs = Statistics },
        Of("BatchNormalization", 7, "one statistic an element", [Image,
            .. Enumerable.Range(6, 3).Select(seed => Sample.Normal(seed, 4, 2, 3)), Sample.Uniform(9, 0.5, 2, 4, 2, 3)], ("spatial", 0)),
        Of("BatchNormalization", 9, "1-d", [Sample.Normal(10, 3, 4, 5), .. Batch[1..]]) with { FixedInputs = Statistics },
        Of("BatchNormalization", 15, "no spatial axes", [Sample.Normal(11, 3, 4), .. Batch[1..]]) with { FixedInputs = Statistics },
        Of("GroupNormalization", 18, "a scale a group", [Image, Sample.Normal(12, 2), Sample.Normal(13, 2)], ("num_groups", 2)),
        Of("GroupNormalization", 21, "a scale a channel", [Image, Sample.Normal(12, 4), Sample.Normal(13, 4)], ("num_groups", 2),
            ("epsilon", 1e-2f)),
        Of("InstanceNormalization", 7, "", [Image, Sample.Normal(14, 4), Sample.Normal(15, 4)]),
        Of("InstanceNormalization", 22, "1-d", [Sample.Normal(16, 3, 2, 7), Sample.Normal(17, 2), Sample.Normal(18, 2)],
            ("epsilon", 1e-2f)),
        Of("LayerNormalization", 11, "statistics", [Image, Sample.Normal(19, 3), Sample.Normal(20, 3)], ("epsilon", 1e-2f)).WithOutputs(3),
        Of("LayerNormalization", 17, "last axis", [Image, Sample.Normal(19, 3), Sample.Normal(20, 3)]),
        Of("LayerNormalization", 17, "from axis 1, statistics", [Image, Sample.Normal(21, 4, 2, 3), Sample.Normal(22, 4, 2, 3)],
            ("axis", 1)).WithOutputs(3),
        Of("LayerNormalization", 17, "broadcast scale, no bias", [Image, Sample.Normal(23, 2, 1)],
            ("axis", -2)),
        Of("SimplifiedLayerNormalization", 11, "from axis 1", [Image, Sample.Normal(26, 4, 2, 3)], ("axis", 1), ("epsilon", 1e-2f)),
        Of("SimplifiedLayerNormalization", 17, "statistics", [Image, Sample.Normal(27, 3)]).WithOutputs(2),
        Of("RMSNormalization", 23, "last axis", [Image, Sample.Normal(24, 3)]),
        Of("RMSNormalization", 23, "from axis 1", [Image, Sample.Normal(25, 4, 2, 3)], ("axis", 1), ("epsilon", 1e-2f)),
    ];
}
