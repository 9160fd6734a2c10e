using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class ReductionsCases
{
    private static readonly string[] Names =

               [
        "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum",
        "ReduceSumSquare",
    ];

    // Greater than zero, for the logarithms of sums.
    private static Tensor Batch => Sample.Uniform(1, 0.3, 2, 3, 2, 4);

    public static IEnumerable<OperatorCase> All =>
    [
        .. Names.Select(name => Of(name, 11, "a negative axis as attribute", [Batch], ("axes", new[] { -2L }))),
        .. Names.Select(name => Of(name, 7, "all axes, none kept", [Batch], ("keepdims", 0))),
        .. Names.Select(name => Of(name, 18, "two axes as input", [Batch, Sample.Longs(0, -1)])),
        .. Names.Select(name => Of(name, 18, "an axis that is not kept", [Batch, Sample.Longs(1)], ("keepdims", 0))),
        .. Names.Select(name => Of(name, 18, "no axes: all", [Batch, Sample.Longs()])),
        .. Names.Select(name => Of(name, 18, "a number", [tensor(1.5f)])),
        .. Names.Where(name => name is not ("ReduceLogSum" or "ReduceLogSumExp" or "ReduceMean" or "ReduceL2"))
            .Select(name => Of(name, 18, "integers",
                [Sample.Integers(2, -9, 9, 3, 4).to(ScalarType.Int32), Sample.Longs(1)]).WithoutGradient()),
        .. Names.Where(name => name is not "ReduceMean")
            .Select(name => Of(name, 20, "of nothing", [Sample.Normal(3, 2, 0, 4), Sample.Longs(1)]).WithoutGradient()),
        .. Names.Select(name => Of(name, 18, "no axes: nothing to sum", [Batch, Sample.Longs()], ("noop_with_empty_axes", 1))),
        Of("ReduceL1", 18, "no axes: absolute values", [-Batch, Sample.Longs()], ("noop_with_empty_axes", 1)),
        Of("ReduceSum", 13, "axes left out", [Batch, null]),
        Of("ReduceMax", 20, "bools", [Sample.Bools(4, 3, 4), Sample.Longs(1)]).WithoutGradient(),
    ];
}
