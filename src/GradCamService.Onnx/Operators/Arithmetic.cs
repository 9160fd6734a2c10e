using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Arithmetic, element by element, with ONNX's broadcasting.</summary>
internal static class Arithmetic
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Abs", 6)] = new(call => call[0].abs()),
        [new("Add", 7)] = new(call => call.Binary((a, b) => a.Plus(b)), Trait.FreshMemory, Function.Add),
        [new("Div", 7)] = new(Div, Function: Function.Divide),
        [new("Max", 6)] = new(call => call.Variadic((a, b) => a.maximum(b)), Function: Function.Larger),
        [new("Mean", 6)] = new(call => call.Variadic((a, b) => a.Plus(b)).Over(call.All.Length), Function: Function.Mean),
        [new("Min", 6)] = new(call => call.Variadic((a, b) => a.minimum(b)), Function: Function.Smaller),
        [new("Mod", 10)] = new(Mod),
        [new("Mul", 7)] = new(call => call.Binary((a, b) => a * b), Function: Function.Multiply),
        [new("Neg", 6)] = new(call => call[0].neg(), Function: Function.Negate),
        [new("Pow", 7)] = new(Pow, Function: Function.Power),
        [new("Reciprocal", 6)] = new(call => call[0].reciprocal(), Function: Function.Reciprocal),
        [new("Sqrt", 6)] = new(call => call[0].sqrt(), Function: Function.Root),
        [new("Sub", 7)] = new(call => call.Binary((a, b) => a - b), Trait.FreshMemory, Function.Subtract),
        [new("Sum", 6)] = new(call => call.Variadic((a, b) => a.Plus(b)), Function: Function.Sum),
    };

    [Note("integers: the quotient is truncated towards zero, as in C")]
    private static Outputs Div(OperatorCall call) => call.Binary(Quotient);

    private static Outputs Pow(OperatorCall call) => call.Binary((a, b) => Power(call, a, b));

    public static Tensor Quotient(Tensor a, Tensor b)
    {
        if (b.is_floating_point())
            return a / b;
        // The smallest integer divided by -1 does not fit; the processor ends the process over it.
        var isMinusOne = b.eq(Numbers.Of(-1));
        return where(isMinusOne, -a, a.div(b.masked_fill(isMinusOne, Numbers.Of(1)), RoundingMode.trunc));
    }

    [Note("fmod = 0: the sign of the divisor; fmod = 1: the sign of the dividend")]
    private static Outputs Mod(OperatorCall call) => call.Binary((a, b) =>
    {
        // As in a quotient: nothing is left over by -1 nor by 1.
        var divisor = b.is_floating_point() ? b : b.masked_fill(b.eq(Numbers.Of(-1)), Numbers.Of(1));
        return call.Attributes.Int("fmod", 0) != 0 ? a.fmod(divisor) : a.remainder(divisor);
    });

    /// <summary>The result has the type of the base, whatever the exponent's is.</summary>
    /// <param name="call">The node, whose input 1 is the exponent.</param>
    /// <param name="a">The base.</param>
    /// <param name="b">The exponent, aligned to it.</param>
    public static Tensor Power(OperatorCall call, Tensor a, Tensor b)
    {
        // One number as exponent has a simpler backward (no logarithm), and its own fast paths for squares and roots.
        var one = b.dim() <= a.dim() && !b.requires_grad ? call.NumberAtHand(1) : null;
        var power = one is { } exponent ? a.ToThe(exponent) : a.pow(b);
        return power.dtype == a.dtype ? power : power.to(a.dtype);
    }
}
