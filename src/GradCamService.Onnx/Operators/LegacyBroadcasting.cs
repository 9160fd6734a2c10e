using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Before opset 7, the second input was broadcast only where <c>broadcast</c> said so, and aligned at <c>axis</c>.</summary>
internal static class LegacyBroadcasting
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Add", 1)] = new(call => Combine(call, (a, b) => a.Plus(b)), Trait.FreshMemory, Function.Add),
        [new("Div", 1)] = new(call => Combine(call, Arithmetic.Quotient), Function: Function.Divide),
        [new("Gemm", 1)] = new(LinearAlgebra.Gemm, Trait.Learns | Trait.MultipliesMatrices | Trait.FreshMemory | Trait.FreshGradients),
        [new("Mul", 1)] = new(call => Combine(call, (a, b) => a * b), Function: Function.Multiply),
        [new("Pow", 1)] = new(call => Combine(call, (a, b) => Arithmetic.Power(call, a, b)), Function: Function.Power),
        [new("Sub", 1)] = new(call => Combine(call, (a, b) => a - b), Trait.FreshMemory, Function.Subtract),
    };

    private static Tensor Combine(OperatorCall call, Func<Tensor, Tensor, Tensor> combine) =>
        Broadcasting.Combine(call, call[0], Aligned(call), combine);

    private static Tensor Aligned(OperatorCall call)
    {
        var (a, b) = (call[0], call[1]);
        if (call.Attributes.Int("broadcast", 0) == 0 || call.Attributes.Int("axis") is not { } asked)
            return b;
        var trailing = a.dim() - Axes.Normalize(call, asked, a.dim()) - b.dim();
        if (trailing < 0)
            throw call.Error($"{ShapeText.Of(b.shape)} does not fit into {ShapeText.Of(a.shape)} from axis {asked}");
        return b.reshape([.. b.shape, .. Enumerable.Repeat(1L, (int)trailing)]);
    }
}
