using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class LinearAlgebraCases
{
    private static Tensor Bytes(int seed, params long[] shape) => Sample.Integers(seed, 0, 256, shape).to(ScalarType.Byte);

    public static IEnumerable<OperatorCase> All =>
    [
        Of("Gemm", 13, "both transposed, a row as bias", [Sample.Normal(1, 4, 3), Sample.Normal(2, 5, 4), Sample.Normal(3, 5)],
            ("transA", 1), ("transB", 1), ("alpha", 0.5f), ("beta", 2f)),
        Of("Gemm", 11, "no bias", [Sample.Normal(1, 3, 4), Sample.Normal(2, 4, 5)], ("alpha", 0.5f)),
        Of("Gemm", 9, "a column as bias", [Sample.Normal(1, 3, 4), Sample.Normal(2, 4, 5), Sample.Normal(3, 3, 1)]),
        Of("Gemm", 7, "a number as bias", [Sample.Normal(1, 3, 4), Sample.Normal(2, 4, 5), Sample.Normal(3)]),
        Of("MatMul", 13, "broadcast batches", [Sample.Normal(4, 3, 1, 2, 4), Sample.Normal(5, 5, 4, 2)]),
        Of("MatMul", 9, "a vector on the left", [Sample.Normal(6, 4), Sample.Normal(7, 3, 4, 2)]),
        Of("MatMul", 9, "a vector on the right", [Sample.Normal(6, 3, 2, 4), Sample.Normal(7, 4)]),
        Of("MatMul", 13, "a batch by one matrix", [Sample.Normal(6, 3, 2, 4), Sample.Normal(7, 4, 5)]),
        Of("MatMul", 13, "one matrix by a batch", [Sample.Normal(6, 2, 4), Sample.Normal(7, 3, 4, 5)]),
        Of("MatMul", 9, "two vectors", [Sample.Normal(6, 4), Sample.Normal(7, 4)]),
        Of("MatMul", 13, "an empty inner axis", [Sample.Normal(6, 3, 0), Sample.Normal(7, 0, 2)]).WithoutGradient(),
        Of("MatMul", 13, "integers", [Sample.Integers(6, -9, 9, 3, 4), Sample.Integers(7, -9, 9, 4, 2)]).WithoutGradient(),
        .. new[] { "ij,jk->ik", "ij, jk", "ij,kj->i" }.Select(equation =>
            Of("Einsum", 12, equation, [Sample.Normal(8, 3, 4), Sample.Normal(9, 4, 4)], ("equation", equation))),
        Of("Einsum", 12, "a batch by dots",
            [Sample.Normal(8, 3, 2, 4, 5), Sample.Normal(9, 3, 2, 6, 5)], ("equation", "...qd,...kd->...qk")),
        Of("Einsum", 12, "a diagonal", [Sample.Normal(8, 3, 4, 4)], ("equation", "...ii->...i")),
        Of("Einsum", 12, "three factors",
            [Sample.Normal(8, 3, 4), Sample.Normal(9, 4, 5), Sample.Normal(10, 5)], ("equation", "ij,jk,k->i")),
        Of("Det", 11, "batch of 3", [Sample.Normal(11, 3, 4, 4)]),
        Of("Det", 11, "one matrix", [Sample.Normal(12, 3, 3)]),
        Of("MatMulInteger", 10, "zero points", [Bytes(13, 3, 4), Bytes(14, 4, 5), tensor((byte)120), tensor((byte)3)]) with { HasGradient = false },
        Of("MatMulInteger", 10, "a zero point a column", [Bytes(13, 2, 3, 4), Bytes(14, 4, 5), null, Bytes(15, 5)]) with { HasGradient = false },
        // Seven bits: without VNNI, ONNX Runtime adds two products of a byte and a signed byte in 16 bits, which saturate beyond.
        Of("MatMulInteger", 10, "signed weights", [Bytes(13, 3, 4), Sample.Integers(14, -64, 64, 4, 5).to(ScalarType.Int8)]) with { HasGradient = false },
    ];
}
