using TorchSharp;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Activations. The rectifiers among them follow the run's ReLU rule.</summary>
internal static class Activations
{
    public static readonly Dictionary<OperatorKey, Operator> Operators = new()
    {
        [new("Clip", 6)] = call => Clip(call, call.Attributes.Float("min"), call.Attributes.Float("max")),
        [new("Clip", 11)] = call => Clip(call, Bound(call, 1), Bound(call, 2)),
        [new("LeakyRelu", 1)] = LeakyRelu,
        [new("Relu", 1)] = call => call.Rectify(call[0], x => x.relu()),
        [new("Sigmoid", 1)] = call => call[0].sigmoid(),
        [new("Softmax", 1)] = call => Flattened(call, x => x.softmax(-1)),
        [new("Softmax", 13)] = call => call[0].softmax(call.Attributes.Int("axis", -1)),
        [new("Tanh", 1)] = call => call[0].tanh(),
    };

    // hardtanh (relu6 is one) and not clamp: its gradient passes strictly inside the bounds, which is the rule of a clipped activation.
    private static Outputs Clip(OperatorCall call, double? min, double? max)
    {
        if (!call[0].is_floating_point())
            return call[0].clamp(min is { } low ? (Scalar)low : null, max is { } high ? (Scalar)high : null);
        return (min, max) switch
        {
            (0, null or double.PositiveInfinity) => call.Rectify(call[0], x => x.relu()),
            (0, 6) => call.Rectify(call[0], x => x.relu6()),
            (0, _) => call.Rectify(call[0], Bounded),
            _ => Bounded(call[0]),
        };

        // TorchSharp 0.107's hardtanh hands its input back unchanged; hardtanh_, on a copy, does what it says.
        Tensor Bounded(Tensor x) => x.clone().hardtanh_(min ?? double.NegativeInfinity, max ?? double.PositiveInfinity);
    }

    private static double? Bound(OperatorCall call, int index) => call.Optional(index) is null ? null : call.Number(index);

    private static Outputs LeakyRelu(OperatorCall call)
    {
        var slope = call.Attributes.Float("alpha", 0.01f);
        return call.Rectify(call[0], x => x.leaky_relu(slope));
    }

    /// <summary>Before version 13, everything from the axis on counted as one axis.</summary>
    private static Outputs Flattened(OperatorCall call, Func<Tensor, Tensor> apply)
    {
        var input = call[0];
        var axis = (int)call.Attributes.Int("axis", 1);
        return apply(input.flatten(axis < 0 ? axis + input.dim() : axis)).reshape(input.shape);
    }
}
