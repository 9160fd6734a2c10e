using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Softmax and its relatives. Before version 13 everything from the axis on counted as one axis.</summary>
internal static class Softmaxes
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Hardmax", 1)] = new([NotDifferentiable] (call) => Flattened(call, x => OneHot(x, -1)), Trait.Decides),
        [new("Hardmax", 13)] = new([NotDifferentiable] (call) => OneHot(call[0], call.Attributes.Int("axis", -1)), Trait.Decides),
        [new("LogSoftmax", 1)] = new(call => Flattened(call, x => x.log_softmax(-1)), Trait.MixesAxes, Function.LogSoftmax),
        [new("LogSoftmax", 13)] = new(call => call[0].log_softmax(call.Attributes.Int("axis", -1)), Trait.MixesAxes, Function.LogSoftmax),
        [new("Softmax", 1)] = new(call => Flattened(call, x => x.softmax(-1)), Trait.MixesAxes, Function.Softmax),
        [new("Softmax", 13)] = new(call => call[0].softmax(call.Attributes.Int("axis", -1)), Trait.MixesAxes, Function.Softmax),
    };

    private static Outputs Flattened(OperatorCall call, Func<Tensor, Tensor> apply)
    {
        var input = call[0];
        var axis = call.Attributes.Int("axis", 1);
        axis = axis < 0 ? axis + input.dim() : axis;
        return axis == input.dim()
            ? apply(input.unsqueeze(-1)).squeeze(-1)
            : apply(input.flatten(axis)).reshape(input.shape);
    }

    /// <summary>One at the first largest element along the axis, zero elsewhere.</summary>
    private static Tensor OneHot(Tensor input, long axis)
    {
        var largest = input.argmax(axis, keepdim: true);
        return zeros_like(input).scatter(axis, largest, ones_like(largest).to(input.dtype));
    }
}
