using TorchSharp.Modules;

namespace GradCamService.Onnx.Operators;

/// <summary>ONNX Runtime's names for Gaussian error linear units, Hendrycks and Gimpel 2016, arXiv:1606.08415.</summary>
internal static class FusedGelus
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("com.microsoft", "FastGelu", 1)] = new(FastGelu, Trait.Bends),
        [new("com.microsoft", "Gelu", 1)] = new(call => call[0].gelu(), Trait.Bends),
        [new("com.microsoft", "QuickGelu", 1)] = new(QuickGelu, Trait.Bends),
    };

    // With tanh in place of the error function, of x + bias.
    private static Outputs FastGelu(OperatorCall call) =>
        (call.Optional(1) is { } bias ? Broadcasting.Combine(call, call[0], bias, (x, b) => x.Plus(b)) : call[0]).gelu(GELU.Approximate.tanh);

    // x · σ(αx)
    private static Outputs QuickGelu(OperatorCall call) => call[0] * call[0].Times(call.Attributes.Float("alpha", 1.702f)).sigmoid();
}
