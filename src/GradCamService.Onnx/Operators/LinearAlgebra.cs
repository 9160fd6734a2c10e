using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Matrix products.</summary>
internal static class LinearAlgebra
{
    public static readonly Dictionary<OperatorKey, Operator> Operators = new()
    {
        [new("Gemm", 7)] = Gemm,
        [new("MatMul", 1)] = call => call[0].matmul(call[1]),
    };

    private static Outputs Gemm(OperatorCall call)
    {
        var a = call.Attributes.Int("transA", 0) != 0 ? call[0].t() : call[0];
        var b = call.Attributes.Int("transB", 0) != 0 ? call[1].t() : call[1];
        var alpha = call.Attributes.Float("alpha", 1);
        var beta = call.Attributes.Float("beta", 1);
        if (call.Optional(2) is not { } c)
            return alpha == 1 ? a.mm(b) : a.mm(b) * alpha;
        return addmm(c, a, b, beta, alpha);
    }
}
