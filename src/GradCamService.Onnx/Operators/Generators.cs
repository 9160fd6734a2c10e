using static System.FormattableString;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Tensors that come from parameters and not from data.</summary>
internal static class Generators
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("BlackmanWindow", 17)] = new([NotDifferentiable] (call) => CosineWindow(call, 0.42, 0.5, 0.08)),
        [new("Constant", 1)] = new(Constant),
        [new("ConstantOfShape", 9)] = new(ConstantOfShape, Trait.FillsShape),
        [new("EyeLike", 9)] = new(EyeLike, Trait.AnySize),
        [new("HammingWindow", 17)] = new([NotDifferentiable] (call) => CosineWindow(call, 25.0 / 46, 21.0 / 46, 0)),
        [new("HannWindow", 17)] = new([NotDifferentiable] (call) => CosineWindow(call, 0.5, 0.5, 0)),
        [new("Range", 11)] = new(Range),
        [new("Trilu", 14)] = new(Trilu),
    };

    [NotDifferentiable]
    private static Outputs Constant(OperatorCall call)
    {
        var attributes = call.Attributes;
        // The graph owns a tensor attribute; the run gets a handle of its own.
        return attributes.Tensor("value")?.alias()
            ?? attributes.Tensor("sparse_value")?.alias()
            ?? (attributes.Float("value_float") is { } number ? tensor(number) : null)
            ?? (attributes.Floats("value_floats") is { } numbers ? tensor(numbers) : null)
            ?? (attributes.Int("value_int") is { } integer ? tensor(integer) : null)
            ?? (attributes.Ints("value_ints") is { } integers ? tensor(integers) : null)
            ?? throw call.Error("a constant must have a value of numbers");
    }

    [NotDifferentiable]
    private static Outputs ConstantOfShape(OperatorCall call)
    {
        var value = call.Attributes.Tensor("value") ?? tensor(0f);
        if (value.numel() != 1)
            throw call.Error($"the value has {value.numel()} elements, expected 1");
        return (value.is_floating_point() ? value.to(call.Device) : value).reshape([]).expand(SizeLimits.Check(call, call.Longs(0)));
    }

    [NotDifferentiable]
    private static Outputs EyeLike(OperatorCall call)
    {
        if (call[0].shape is not [var rows, var columns])
            throw call.Error($"the input has {call[0].dim()} axes, expected 2");
        var type = call.Attributes.Int("dtype") is { } number ? Types.Of(call, number) : call[0].dtype;
        var diagonal = Numbers.Below(columns, ScalarType.Int64) - Numbers.Below(rows, ScalarType.Int64).unsqueeze(1);
        var eye = diagonal.eq(Numbers.Of(call.Attributes.Int("k", 0))).to(type);
        return eye.is_floating_point() ? eye.to(call.Device) : eye;
    }

    [NotDifferentiable]
    private static Outputs Range(OperatorCall call)
    {
        var type = call[0].dtype;
        var real = call[0].is_floating_point();
        var (start, limit, step) = (call.Number(0), call.Number(1), call.Number(2));
        if (step == 0 || double.IsNaN((limit - start) / step))
            throw call.Error(Invariant($"there is no range from {start} to {limit} in steps of {step}"));
        var count = (long)Math.Clamp(Math.Ceiling((limit - start) / step), 0, long.MaxValue / 2);
        SizeLimits.CheckAxis(call, count);
        var places = Numbers.Below(count, real ? ScalarType.Float64 : ScalarType.Int64);
        var range = real ? places.Times(step).Plus(start) : places.Times(call.Longs(2).Single()).Plus(call.Longs(0).Single());
        return real ? range.to(type).to(call.Device) : range.to(type);
    }

    private static Outputs Trilu(OperatorCall call)
    {
        // Beyond these the diagonal has left every matrix; libtorch's sums of sizes and diagonal must not overflow.
        var diagonal = call.OptionalLongs(1) is [var k, ..] ? Math.Clamp(k, -int.MaxValue, int.MaxValue) : 0;
        return call.Attributes.Int("upper", 1) != 0 ? call[0].triu(diagonal) : call[0].tril(diagonal);
    }

    /// <summary>a₀ − a₁·cos(2πn/N) + a₂·cos(4πn/N), where N is the size, or one less for a symmetric window.</summary>
    private static Tensor CosineWindow(OperatorCall call, double a0, double a1, double a2)
    {
        var size = call.Longs(0) is [var one] ? one : throw call.Error("the size must be one number");
        SizeLimits.CheckAxis(call, size);
        var span = call.Attributes.Int("periodic", 1) != 0 ? size : Math.Max(size - 1, 1);
        var angle = Numbers.Below(size, ScalarType.Float64).Times(2 * Math.PI / Math.Max(span, 1));
        var window = angle.cos().Times(a1).SubtractedFrom(a0).Plus(angle.Times(2).cos().Times(a2))
            .to(Types.Of(call, call.Attributes.Int("output_datatype", 1)));
        return window.is_floating_point() ? window.to(call.Device) : window;
    }
}
