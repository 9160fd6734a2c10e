using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Shapes, and the same elements in another shape.</summary>
internal static class Shaping
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Dropout", 7)] = new(call => Dropout(call, call[0].dtype), Trait.Moves | Trait.Passes),
        [new("Dropout", 10)] = new(call => Dropout(call, ScalarType.Bool), Trait.Moves | Trait.Passes),
        [new("Dropout", 12)] = new(TrainableDropout, Trait.Moves | Trait.Passes),
        [new("Expand", 8)] = new(Expand, Trait.FillsShape | Trait.KeepsValues),
        [new("Flatten", 1)] = new(Flatten, Trait.Moves | Trait.Reshapes),
        [new("Identity", 1)] = new(call => call[0], Trait.Moves | Trait.Passes),
        [new("Reshape", 5)] = new(Reshape, Trait.Moves | Trait.Reshapes),
        [new("Shape", 1)] = new(Shape, Trait.Measures),
        [new("Size", 1)] = new([NotDifferentiable] (call) => tensor(call[0].numel()), Trait.Measures),
        [new("Squeeze", 1)] = new(call => Squeeze(call, call.Attributes.Ints("axes")), Trait.Moves | Trait.Reshapes | Trait.TakesAxes),
        [new("Squeeze", 13)] = new(call => Squeeze(call, call.OptionalLongs(1)), Trait.Moves | Trait.Reshapes | Trait.TakesAxes),
        [new("Tile", 6)] = new(Tile, Trait.Repeats),
        [new("Transpose", 1)] = new(Transpose, Trait.Moves | Trait.Permutes),
        [new("Unsqueeze", 1)] = new(call => Unsqueeze(call, call.Attributes.RequiredInts("axes")), Trait.Moves | Trait.Reshapes | Trait.AddsAxes),
        [new("Unsqueeze", 13)] = new(call => Unsqueeze(call, call.Longs(1)), Trait.Moves | Trait.Reshapes | Trait.AddsAxes),
    };

    [Note("the identity, as at inference")]
    private static Outputs Dropout(OperatorCall call, ScalarType maskType) =>
        call.Node.Outputs.Count > 1 ? new[] { call[0], ones_like(call[0], maskType) } : call[0];

    [Note("the identity, as at inference; training mode is refused")]
    private static Outputs TrainableDropout(OperatorCall call)
    {
        var drops = call.Optional(2) is not null && call.Number(2) != 0 && (call.Optional(1) is null || call.Number(1) != 0);
        return drops ? throw call.Error("dropout in training mode is not supported") : Dropout(call, ScalarType.Bool);
    }

    private static Outputs Expand(OperatorCall call) => call[0].expand(Broadcasting.Shape(call, call[0].shape, call.Longs(1)));

    private static Outputs Flatten(OperatorCall call)
    {
        var shape = call[0].shape;
        // The rank itself is allowed too: everything becomes rows.
        var asked = call.Attributes.Int("axis", 1);
        var axis = Axes.Normalize(call, asked < 0 ? asked + shape.Length : asked, shape.Length + 1);
        return call[0].reshape(shape[..axis].Aggregate(1L, (a, b) => a * b), shape[axis..].Aggregate(1L, (a, b) => a * b));
    }

    private static Outputs Reshape(OperatorCall call)
    {
        var input = call[0].shape;
        var shape = call.Longs(1);
        if (call.Attributes.Int("allowzero", 0) == 0)
            for (var axis = 0; axis < shape.Length; axis++)
                if (shape[axis] == 0)
                    shape[axis] = axis < input.Length ? input[axis] : throw call.Error($"the input has no axis {axis} to copy the size of");
        return call[0].reshape(shape);
    }

    [NotDifferentiable]
    private static Outputs Shape(OperatorCall call)
    {
        var shape = call[0].shape;
        var start = Position(call.Attributes.Int("start", 0));
        var end = Position(call.Attributes.Int("end", shape.Length));
        return tensor(start < end ? shape[start..end] : []);

        int Position(long axis) => (int)Math.Clamp(axis < 0 ? axis + shape.Length : axis, 0, shape.Length);
    }

    private static Tensor Squeeze(OperatorCall call, long[]? asked)
    {
        var shape = call[0].shape;
        // No axes are all axes of size 1, as ONNX Runtime reads an empty list.
        if (asked is null or [])
            return call[0].reshape([.. shape.Where(size => size != 1)]);
        var axes = Axes.Normalize(call, asked, shape.Length);
        if (axes.FirstOrDefault(axis => shape[axis] != 1, -1) is >= 0 and var wrong)
            throw call.Error($"axis {wrong} has the size {shape[wrong]} and cannot be squeezed");
        return call[0].reshape([.. shape.Where((_, axis) => !axes.Contains(axis))]);
    }

    private static Outputs Tile(OperatorCall call)
    {
        var shape = call[0].shape;
        var repeats = call.Longs(1);
        if (repeats.Length != shape.Length)
            throw call.Error($"{repeats.Length} repeats for {shape.Length} axes");
        SizeLimits.Check(call, repeats);
        SizeLimits.Check(call, [.. shape.Zip(repeats, (size, count) => size * count)]);
        return call[0].tile(repeats);
    }

    private static Outputs Transpose(OperatorCall call)
    {
        var rank = call[0].dim();
        return call[0].permute(call.Attributes.Ints("perm") ?? [.. Axes.All(rank).Reverse()]);
    }

    private static Tensor Unsqueeze(OperatorCall call, long[] asked)
    {
        var shape = call[0].shape.ToList();
        foreach (var axis in Axes.Normalize(call, asked, shape.Count + asked.Length).Order())
            shape.Insert(axis, 1);
        return call[0].reshape([.. shape]);
    }
}
