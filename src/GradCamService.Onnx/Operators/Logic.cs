using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Comparisons, logic, and the choice that follows from them, with ONNX's broadcasting.</summary>
internal static class Logic
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("And", 7)] = new([NotDifferentiable] (call) => call.Binary((a, b) => a.logical_and(b))),
        [new("Equal", 7)] = new([NotDifferentiable] (call) => call.Binary((a, b) => a.eq(b))),
        [new("Greater", 7)] = new([NotDifferentiable] (call) => call.Binary((a, b) => a.gt(b)), Trait.Decides),
        [new("GreaterOrEqual", 12)] = new([NotDifferentiable] (call) => call.Binary((a, b) => a.ge(b)), Trait.Decides),
        [new("IsInf", 10)] = new(IsInf),
        [new("IsNaN", 9)] = new([NotDifferentiable] (call) => call[0].isnan()),
        [new("Less", 7)] = new([NotDifferentiable] (call) => call.Binary((a, b) => a.lt(b))),
        [new("LessOrEqual", 12)] = new([NotDifferentiable] (call) => call.Binary((a, b) => a.le(b))),
        [new("Not", 1)] = new([NotDifferentiable] (call) => call[0].logical_not()),
        [new("Or", 7)] = new([NotDifferentiable] (call) => call.Binary((a, b) => a.logical_or(b))),
        [new("Where", 9)] = new(Where),
        [new("Xor", 7)] = new([NotDifferentiable] (call) => call.Binary((a, b) => a.logical_xor(b))),
    };

    [NotDifferentiable]
    private static Outputs IsInf(OperatorCall call)
    {
        var (positive, negative) = (call.Attributes.Int("detect_positive", 1) != 0, call.Attributes.Int("detect_negative", 1) != 0);
        return (positive, negative) switch
        {
            (true, true) => call[0].isinf(),
            (true, false) => call[0].isposinf(),
            (false, true) => call[0].isneginf(),
            _ => zeros_like(call[0], ScalarType.Bool),
        };
    }

    private static Outputs Where(OperatorCall call)
    {
        var (x, y) = Broadcasting.Align(call, call[1], call[2]);
        Broadcasting.Shape(call, call[0].shape, Broadcasting.Shape(call, x.shape, y.shape));
        return where(call[0].to(x.device), x, y);
    }
}
