using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class FusedFactorsCases
{
    private const int Rows = 5;

    public static IEnumerable<OperatorCase> All =>
    [
        OfMicrosoft("FusedMatMul", "alpha", [Sample.Normal(1, 3, 4, 5), Sample.Normal(2, 5, 6)], ("alpha", 0.3f)),
        OfMicrosoft("FusedMatMul", "both transposed", [Sample.Normal(1, 3, 5, 4), Sample.Normal(2, 3, 6, 5)], ("transA", 1), ("transB", 1)),
        OfMicrosoft("FusedMatMul", "batches moved", [Sample.Normal(1, 4, 2, 3, 5), Sample.Normal(2, 5, 2, 3, 6)], ("transBatchA", 1),
            ("transBatchB", 1)),
        OfMicrosoft("FusedMatMul", "batches moved and transposed", [Sample.Normal(1, 5, 2, 3, 4), Sample.Normal(2, 6, 2, 3, 5)],
            ("transBatchA", 1), ("transBatchB", 1), ("transA", 1), ("transB", 1)),
        OfMicrosoft("TransposeMatMul", "", [Sample.Normal(1, 3, 5, 4), Sample.Normal(2, 5, 6)], ("transA", 1), ("alpha", 2f)),
        NBits("4 bits", 4, 40, 16),
        NBits("4 bits, packed zero points, bias", 4, 40, 16, Packed(5, Rows * 2), null, Sample.Normal(6, Rows)),
        NBits("4 bits, real zero points", 4, 40, 16, Sample.Uniform(7, 0, 15, Rows, 3)),
        NBits("4 bits, columns in another order", 4, 32, 16, null, Sample.Integers(8, 0, 2, 32).to(ScalarType.Int32)),
        NBits("8 bits, zero points", 8, 32, 32, Packed(9, Rows)),
    ];

    // Codes, scales and real zero points are what the file stores; gradients pass to the data and the bias.
    private static OperatorCase NBits(string variant, int bits, int columns, int block, Tensor? zeros = null, Tensor? order = null, Tensor? bias = null)
    {
        var blocks = (columns + block - 1) / block;
        Tensor?[] inputs = [Sample.Normal(3, 2, 3, columns), Packed(4, Rows * blocks * block * bits / 8).reshape(Rows, blocks, -1),
            Sample.Uniform(10, 0.05, 0.2, Rows * blocks), zeros, order, bias];
        return OfMicrosoft("MatMulNBits", variant, inputs[..(bias is not null ? 6 : order is not null ? 5 : zeros is not null ? 4 : 3)],
            ("K", columns), ("N", Rows), ("bits", bits), ("block_size", block));
    }

    private static Tensor Packed(int seed, long count) => Sample.Integers(seed, 0, 256, count).to(ScalarType.Byte);
}
