using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>
/// libtorch's matmul over its own parts. TorchSharp 0.107 lets an error inside <c>Tensor.matmul</c> end the process, while errors of
/// <c>mm</c> and <c>bmm</c> become exceptions.
/// </summary>
internal static class MatrixProduct
{
    /// <summary>
    /// NumPy's matmul: <c>[…, m, k]</c> by <c>[…, k, n]</c>. Batches broadcast; a vector is a row on the left and a column on the right.
    /// </summary>
    /// <exception cref="InvalidOperationException">The shapes do not fit.</exception>
    public static Tensor Product(this Tensor a, Tensor b)
    {
        if (a.dim() == 0 || b.dim() == 0)
            throw new InvalidOperationException("a number is no factor of a matrix product");
        if (a.dim() == 1)
            return a.unsqueeze(0).Product(b).squeeze(b.dim() == 1 ? 0 : -2);
        if (b.dim() == 1)
            return a.Product(b.unsqueeze(-1)).squeeze(-1);
        if (b.dim() == 2)
            return a.dim() == 2 ? a.mm(b) : a.reshape(-1, RequireInner(a, b)).mm(b).reshape([.. a.shape[..^1], b.shape[1]]);
        return Batched(a, b);
    }

    private static Tensor Batched(Tensor a, Tensor b)
    {
        var inner = RequireInner(a, b);
        var batches = Broadcasting.Shape(a.shape[..^2], b.shape[..^2]) ?? throw NoProduct(a, b);
        var count = batches.Aggregate(1L, (product, size) => product * size);
        var (rows, columns) = (a.shape[^2], b.shape[^1]);
        var left = a.expand([.. batches, rows, inner]).reshape(count, rows, inner);
        var right = b.expand([.. batches, inner, columns]).reshape(count, inner, columns);
        return left.bmm(right).reshape([.. batches, rows, columns]);
    }

    private static long RequireInner(Tensor a, Tensor b) => a.shape[^1] == b.shape[^2] ? a.shape[^1] : throw NoProduct(a, b);

    private static InvalidOperationException NoProduct(Tensor a, Tensor b) =>
        new($"{ShapeText.Of(a.shape)} by {ShapeText.Of(b.shape)} is no matrix product");
}
