using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Matrix products that do something to a factor first: transpose it, or decode its few bits.</summary>
internal static class FusedFactors
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("com.microsoft", "FusedMatMul", 1)] = new(FusedMatMul, Trait.Learns | Trait.SeesAll),
        [new("com.microsoft", "MatMulNBits", 1)] = new(MatMulNBits, Trait.Learns),
        [new("com.microsoft", "TransposeMatMul", 1)] = new(FusedMatMul, Trait.Learns | Trait.SeesAll),
    };

    private static Outputs FusedMatMul(OperatorCall call)
    {
        var product = LinearAlgebra.Product(call, Transposed(call, 0, "A"), Transposed(call, 1, "B"));
        var alpha = call.Attributes.Float("alpha", 1);
        return alpha == 1 ? product : product.Times(alpha);
    }

    /// <summary>
    /// A factor as the product reads it: its first axis moved before its last one where the node asks for that ("batch"), then its last two
    /// swapped.
    /// </summary>
    /// <param name="call">The node.</param>
    /// <param name="index">0 or 1.</param>
    /// <param name="side">A or B, as the attributes are named.</param>
    public static Tensor Transposed(OperatorCall call, int index, string side)
    {
        var factor = call[index];
        if (factor.dim() < 2)
            return factor;
        if (call.Attributes.Int($"transBatch{side}", 0) != 0)
            factor = factor.movedim([0], [factor.dim() - 2]);
        return call.Attributes.Int($"trans{side}", 0) != 0 ? factor.transpose(-2, -1) : factor;
    }

    // A · Wᵀ + bias
    private static Outputs MatMulNBits(OperatorCall call)
    {
        var product = LinearAlgebra.Product(call, call[0], BlockWeights.Decode(call).to(call[0].dtype).t());
        return call.Optional(5) is { } bias ? product.Plus(bias) : product;
    }
}
