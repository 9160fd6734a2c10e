using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class IndexingCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        Of("Compress", 9, "an axis, a short mask", [Sample.Normal(1, 3, 4), tensor(new[] { true, false, true })], ("axis", -1)),
        Of("Compress", 11, "flat", [Sample.Normal(1, 3, 2), tensor(new[] { false, true, true, false, true })]),
        Of("Gather", 13, "negative indices of rank 2", [Sample.Normal(2, 3, 4, 2), tensor(new[] { 0L, -1, 2, -4 }, 2, 2)], ("axis", 1)),
        Of("Gather", 7, "one index", [Sample.Normal(2, 3, 4), tensor(1L)], ("axis", 1)),
        Of("Gather", 11, "no index", [Sample.Normal(2, 3, 4), Sample.Longs()], ("axis", -1)).WithoutGradient(),
        Of("GatherElements", 13, "fewer rows", [Sample.Normal(3, 3, 4), tensor(new[] { 0L, -1, 2, 1 }, 2, 2)], ("axis", 1)),
        Of("GatherND", 13, "rows", [Sample.Normal(4, 3, 4, 2), tensor(new[] { 0L, -1, 2, 1 }, 2, 2)]),
        Of("GatherND", 12, "a batch axis", [Sample.Normal(4, 3, 4, 2), tensor(new[] { 0L, -1, 2 }, 3, 1)], ("batch_dims", 1)),
        Of("GatherND", 11, "elements", [Sample.Normal(4, 3, 2), tensor(new[] { 0L, 1, 2, -1 }, 1, 2, 2)]),
        Of("NonZero", 13, "batch of 3", [Sample.Integers(5, -1, 2, 3, 4).to(ScalarType.Float32)]),
        Of("NonZero", 9, "bools", [Sample.Bools(5, 3, 4)]),
        Of("OneHot", 11, "last axis, out of range and negative",
            [tensor(new[] { 0L, -1, 5, 2 }, 2, 2), tensor(4L), tensor(new[] { -1f, 2f })]),
        Of("OneHot", 9, "first axis", [tensor(new[] { 0L, 1, 3 }), Sample.Longs(4), tensor(new[] { 0f, 1f })], ("axis", 0)),
        Of("OneHot", 11, "middle axis",
            [Sample.Integers(6, 0, 3, 3, 2), Sample.Longs(3), tensor(new[] { 0L, 1L })], ("axis", -2)).WithoutGradient(),
        Of("ReverseSequence", 10, "time first", [Sample.Normal(7, 4, 3, 2), Sample.Longs(4, 1, 2)]),
        Of("ReverseSequence", 10, "batch first", [Sample.Normal(7, 3, 4), Sample.Longs(4, 1, 2)], ("time_axis", 1), ("batch_axis", 0)),
    ];
}
