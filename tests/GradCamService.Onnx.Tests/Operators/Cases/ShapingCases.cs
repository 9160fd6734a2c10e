using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class ShapingCases
{
    private static Tensor Batch => Sample.Normal(1, 3, 2, 4);

    public static IEnumerable<OperatorCase> All =>
    [
        Of("Dropout", 7, "inference", [Batch]),
        Of("Dropout", 10, "inference with a mask", [Batch]).WithOutputs(2) with
        {
            NoOracle = "ONNX Runtime writes false, while the text leaves the mask of version 10 open and version 12 says true",
        },
        Of("Dropout", 13, "inference with a mask", [Batch, tensor(0.3f), tensor(false)]).WithOutputs(2),
        Of("Expand", 8, "both ways", [Sample.Normal(2, 3, 1), Sample.Longs(2, 1, 4)]),
        Of("Expand", 13, "a number to nothing", [tensor(2f), Sample.Longs(3, 0)]).WithoutGradient(),
        .. new[] { 0L, 1, 3, -1 }.Select(axis => Of("Flatten", 13, $"axis {axis}", [Batch], ("axis", axis))),
        Of("Identity", 7, "batch of 3", [Batch]),
        Of("Reshape", 7, "a copied and an inferred size", [Batch, Sample.Longs(0, -1)]),
        Of("Reshape", 14, "a size of zero", [Sample.Normal(3, 0, 3), Sample.Longs(3, 0, 2)], ("allowzero", 1)).WithoutGradient(),
        Of("Reshape", 13, "to a number", [Sample.Normal(3, 1, 1), Sample.Longs()]),
        Of("Shape", 7, "whole", [Batch]),
        Of("Shape", 15, "negative bounds", [Batch], ("start", -2), ("end", -1)),
        Of("Shape", 15, "bounds in the wrong order", [Batch], ("start", 2), ("end", 1)),
        Of("Size", 13, "batch of 3", [Batch]),
        Of("Squeeze", 11, "a negative axis as attribute", [Sample.Normal(4, 3, 1, 2, 1)], ("axes", new[] { -1L })),
        Of("Squeeze", 7, "all of size 1", [Sample.Normal(4, 3, 1, 2, 1)]),
        Of("Squeeze", 13, "axes as input", [Sample.Normal(4, 3, 1, 2, 1), Sample.Longs(-1, 1)]),
        Of("Squeeze", 13, "an empty list of axes", [Sample.Normal(4, 3, 1, 2, 1), Sample.Longs()]),
        Of("Tile", 13, "batch of 3", [Batch, Sample.Longs(1, 2, 3)]),
        Of("Tile", 13, "no times", [Batch, Sample.Longs(1, 0, 3)]).WithoutGradient(),
        Of("Transpose", 13, "reversed", [Batch]),
        Of("Transpose", 7, "by a permutation", [Batch], ("perm", new[] { 0L, 2, 1 })),
        Of("Unsqueeze", 7, "axes as attribute", [Batch], ("axes", new[] { 0L, 3 })),
        Of("Unsqueeze", 13, "axes as input, unsorted and negative", [Batch, Sample.Longs(-1, 0)]),
    ];
}
