using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Smooth activations, and those that are no rectifiers: their gradient is the plain one in every run.</summary>
internal static class Activations
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Celu", 12)] = new(call => call[0].celu(Numbers.Of(call.Attributes.Float("alpha", 1))), Trait.Bends),
        [new("Elu", 1)] = new(call => Elu(call[0], call.Attributes.Float("alpha", 1)), Trait.Bends),
        [new("Gelu", 20)] = new(Gelu, Trait.Bends),
        [new("HardSigmoid", 6)] = new(HardSigmoid, Function: Function.HardSigmoid),
        [new("HardSwish", 14)] = new(call => call[0].hardswish(), Trait.Bends),
        [new("Mish", 18)] = new(call => call[0] * Softplus(call[0]).tanh(), Trait.Bends),
        [new("Selu", 6)] = new(Selu, Trait.Bends),
        [new("Shrink", 9)] = new(Shrink),
        [new("Sigmoid", 1)] = new(call => call[0].sigmoid(), Function: Function.Sigmoid),
        [new("Softplus", 1)] = new(call => Softplus(call[0]), Function: Function.Softplus),
        [new("Softsign", 1)] = new(call => Softsign(call[0]), Function: Function.Softsign),
        [new("Swish", 24)] = new(Swish, Trait.Bends),
        [new("Tanh", 1)] = new(call => call[0].tanh(), Function: Function.Tanh),
    };

    public static Tensor Elu(Tensor input, float alpha) => input.elu(Numbers.Of(alpha), Numbers.Of(1.0), Numbers.Of(1.0));

    /// <summary>log(1 + eˣ), which from 20 on is x.</summary>
    public static Tensor Softplus(Tensor input) => Softplus(input, Numbers.Of(1.0), Numbers.Of(20.0));

    public static Tensor Softsign(Tensor input) => input / input.abs().Plus(1);

    // TorchSharp's public function makes the two numbers by itself, and hands them to this one.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "softplus1")]
    private static extern Tensor Softplus(Tensor input, Scalar beta, Scalar threshold);

    private static Outputs Gelu(OperatorCall call) => call.Attributes.Text("approximate", "none") switch
    {
        "none" => call[0].gelu(),
        "tanh" => call[0].gelu(GELU.Approximate.tanh),
        var other => throw call.Error($"approximate '{other}' is not one of none, tanh"),
    };

    // max(0, min(1, αx + β)). hardtanh and not clamp: no gradient on the bounds themselves, as in libtorch's own hard sigmoid.
    private static Outputs HardSigmoid(OperatorCall call) =>
        call[0].Times(call.Attributes.Float("alpha", 0.2f)).Plus(call.Attributes.Float("beta", 0.5f)).hardtanh_(Numbers.Of(0), Numbers.Of(1));

    private static Outputs Selu(OperatorCall call)
    {
        var alpha = call.Attributes.Float("alpha", 1.67326319217681884765625f);
        var gamma = call.Attributes.Float("gamma", 1.05070102214813232421875f);
        return call[0].elu(Numbers.Of(alpha), Numbers.Of(gamma), Numbers.Of(1));
    }

    // Zero in [−λ, λ]; outside, the input moved towards zero by the bias.
    private static Outputs Shrink(OperatorCall call)
    {
        var input = call[0];
        var (bias, lambda) = (call.Attributes.Float("bias", 0), call.Attributes.Float("lambd", 0.5f));
        var outside = where(input < Numbers.Of(-lambda), input.Plus(bias).to(input.dtype), input.Minus(bias).to(input.dtype));
        return outside * (input.abs() > Numbers.Of(lambda));
    }

    private static Outputs Swish(OperatorCall call)
    {
        var alpha = call.Attributes.Float("alpha", 1);
        return alpha == 1 ? call[0].silu() : call[0] * call[0].Times(alpha).sigmoid();
    }
}
