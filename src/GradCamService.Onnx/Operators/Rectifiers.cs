using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>
/// The activations that follow the run's ReLU rule: guided, a gradient passes where the activation's own derivative is not zero and
/// the incoming gradient is positive. <see cref="Node.IsRectifier"/> says where.
/// </summary>
internal static class Rectifiers
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Clip", 6)] = new(call => Clip(call, call.Attributes.Float("min"), call.Attributes.Float("max")), Trait.Bends, Function.Clip),
        [new("Clip", 11)] = new(call => Clip(call, Bound(call, 1), Bound(call, 2)), Trait.Bends, Function.Clip),
        [new("LeakyRelu", 1)] = new(LeakyRelu, Trait.Rectifies),
        [new("PRelu", 1)] = new(call => PRelu(call, PerChannel(call)), Trait.Rectifies),
        [new("PRelu", 7)] = new(call => PRelu(call, call[1]), Trait.Rectifies),
        [new("Relu", 1)] = new(Relu, Trait.Rectifies, Function.Rectifier),
        [new("ThresholdedRelu", 10)] = new(ThresholdedRelu, Trait.Rectifies),
    };

    // hardtanh (relu6 is one) and not clamp: its gradient passes strictly inside the bounds, which is the rule of a clipped activation.
    private static Outputs Clip(OperatorCall call, double? min, double? max)
    {
        if (!call[0].is_floating_point())
            return min is null && max is null ? call[0] : Clamped(call[0], min, max);
        using var low = Numbers.New(min ?? double.NegativeInfinity);
        using var high = Numbers.New(max ?? double.PositiveInfinity);
        return (min, max) switch
        {
            // ONNX gives the upper bound then, as clamp does; hardtanh refuses.
            _ when min > max => call[0].clamp(low, high),
            (0, null or double.PositiveInfinity) => Relu(call),
            (0, { } top) => call.ClipFromZero(call[0], top, Bounded, x => x.clamp_(Numbers.Of(0), high)),
            _ => call.Rectify(call[0], Bounded),
        };

        // TorchSharp 0.107's hardtanh hands its input back unchanged; hardtanh_, on a copy, does what it says.
        Tensor Bounded(Tensor x) => x.clone().hardtanh_(low, high);
    }

    private static Outputs Relu(OperatorCall call) => call.ClipFromZero(call[0], double.PositiveInfinity, x => x.relu(), x => x.relu_());

    // A bound with a fraction would make numbers with fractions of integers.
    private static Tensor Clamped(Tensor integers, double? min, double? max)
    {
        using var low = min is { } least ? Numbers.New((long)least) : null;
        using var high = max is { } most ? Numbers.New((long)most) : null;
        return integers.clamp(low, high);
    }

    private static double? Bound(OperatorCall call, int index) => call.Optional(index) is null ? null : call.Number(index);

    private static Outputs LeakyRelu(OperatorCall call)
    {
        var slope = call.Attributes.Float("alpha", 0.01f);
        return slope >= 0
            ? call.Rectify(call[0], x => x.leaky_relu(Numbers.Of(slope)))
            : call.RectifyAnySlope(call[0], x => x.leaky_relu(Numbers.Of(slope)));
    }

    private static Outputs PRelu(OperatorCall call, Tensor slope) =>
        call.RectifyAnySlope(call[0], x => where(x > Numbers.Of(0), x, x * slope));

    /// <summary>Before version 7 slopes did not broadcast: there was one, or one a channel.</summary>
    private static Tensor PerChannel(OperatorCall call) =>
        call[1].numel() == 1 ? call[1] : call[1].reshape([-1, .. Enumerable.Repeat(1L, (int)Math.Max(call[0].dim() - 2, 0))]);

    private static Outputs ThresholdedRelu(OperatorCall call)
    {
        var threshold = call.Attributes.Float("alpha", 1);
        return call.Rectify(call[0], x => x.threshold(Numbers.Of(threshold), Numbers.Of(0)));
    }
}
