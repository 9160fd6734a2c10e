using GradCamService.Onnx.Loading;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Shapes, and what rearranges elements without computing with them.</summary>
internal static class Shaping
{
    public static readonly Dictionary<OperatorKey, Operator> Operators = new()
    {
        [new("Cast", 6)] = call => call[0].to(ElementTypes.Of((int)call.Attributes.RequiredInt("to"))),
        [new("Concat", 4)] = call => cat(call.All, call.Attributes.RequiredInt("axis")),
        [new("Constant", 1)] = Constant,
        [new("Dropout", 7)] = call => call[0],
        [new("Flatten", 1)] = Flatten,
        [new("Identity", 1)] = call => call[0],
        [new("Reshape", 5)] = Reshape,
        [new("Transpose", 1)] = call => call[0].permute(call.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, (int)call[0].dim()).Reverse().Select(axis => (long)axis)]),
    };

    private static Outputs Constant(OperatorCall call)
    {
        var attributes = call.Attributes;
        return attributes.Tensor("value")
            ?? (attributes.Float("value_float") is { } number ? tensor(number) : null)
            ?? (attributes.Floats("value_floats") is { } numbers ? tensor(numbers) : null)
            ?? (attributes.Int("value_int") is { } integer ? tensor(integer) : null)
            ?? (attributes.Ints("value_ints") is { } integers ? tensor(integers) : null)
            ?? throw call.Error("a constant must have a value of numbers");
    }

    private static Outputs Flatten(OperatorCall call)
    {
        var shape = call[0].shape;
        var axis = (int)call.Attributes.Int("axis", 1);
        axis = axis < 0 ? axis + shape.Length : axis;
        return call[0].reshape(shape[..axis].Aggregate(1L, (a, b) => a * b), shape[axis..].Aggregate(1L, (a, b) => a * b));
    }

    private static Outputs Reshape(OperatorCall call)
    {
        var shape = call.Longs(1);
        if (call.Attributes.Int("allowzero", 0) == 0)
            shape = shape.Select((size, axis) => size == 0 ? call[0].shape[axis] : size).ToArray();
        return call[0].reshape(shape);
    }
}
