using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class SlicingCases
{
    private static Tensor Batch => Sample.Normal(4, 3, 5, 6);

    public static IEnumerable<OperatorCase> All =>
    [
        Of("Concat", 13, "a negative axis",
            [Sample.Normal(1, 3, 1, 4), Sample.Normal(2, 3, 2, 4), Sample.Normal(3, 3, 0, 4)], ("axis", -2)).WithoutGradient(),
        Of("Concat", 7, "two inputs", [Sample.Normal(1, 3, 1), Sample.Normal(2, 3, 2)], ("axis", 1)),
        Of("Concat", 11, "one input", [Sample.Normal(1, 3, 1)], ("axis", 0)),
        Of("Slice", 7, "attributes", [Batch], ("starts", new[] { 0L, -3 }), ("ends", new[] { 1L, 1000 }), ("axes", new[] { 0L, 2 })),
        Of("Slice", 10, "inputs", [Batch, Sample.Longs(1, -4), Sample.Longs(3, -1)]),
        Of("Slice", 13, "negative axes and steps",
            [Batch, Sample.Longs(-1, 0), Sample.Longs(-1000, 5), Sample.Longs(-1, 1), Sample.Longs(-2, 3)]),
        Of("Slice", 13, "from beyond the end backwards", [Batch, Sample.Longs(1000), Sample.Longs(0), Sample.Longs(2), Sample.Longs(-1)]),
        Of("Slice", 13, "nothing", [Batch, Sample.Longs(3), Sample.Longs(2), Sample.Longs(2), Sample.Longs(1)]).WithoutGradient(),
        Of("Slice", 13, "the largest numbers",
            [Batch, Sample.Longs(0), Sample.Longs(long.MaxValue), Sample.Longs(1), Sample.Longs(long.MaxValue)]),
        Of("Slice", 13, "the smallest numbers", [Batch, Sample.Longs(-1), Sample.Longs(long.MinValue), Sample.Longs(1), Sample.Longs(-1)]),
        Of("Split", 7, "equal parts", [Batch], ("axis", 2)).WithOutputs(3),
        Of("Split", 11, "sizes as attribute", [Batch], ("axis", -1), ("split", new[] { 1L, 5 })).WithOutputs(2),
        Of("Split", 13, "sizes as input, one empty", [Batch, Sample.Longs(2, 0, 3)], ("axis", 1)).WithOutputs(3),
        Of("Split", 18, "a smaller last part", [Batch], ("axis", 1), ("num_outputs", 2)).WithOutputs(2),
        Of("CenterCropPad", 18, "crop and pad odd differences", [Batch, Sample.Longs(4, 8)], ("axes", new[] { 1L, -1 })),
        Of("CenterCropPad", 18, "all axes", [Batch, Sample.Longs(6, 2, 3)]),
    ];
}
