namespace GradCamService.Onnx.Analysis;

/// <summary>Follows the roles of axes from the image through every node on its way.</summary>
internal sealed class AxisTracking
{
    private readonly DataFlow _flow;
    private readonly GraphTrace _trace;
    private readonly Dictionary<string, TensorAxes> _axes = [];
    private readonly HashSet<string> _lines = [];

    public AxisTracking(DataFlow flow, GraphTrace trace, TensorAxes image)
    {
        (_flow, _trace) = (flow, trace);
        _axes[flow.Image] = image;
        foreach (var node in flow.Nodes)
            foreach (var output in node.Outputs.Where(flow.Has))
            {
                if (Follow(node, output) is { } axes && axes.Roles.Count == trace.ShapeOf(output).Count)
                    _axes[output] = axes;
                if (IsLine(node, output))
                    _lines.Add(output);
            }
    }

    /// <summary>
    /// Whether a tensor's positions are a line: columns or rows that a recurrent layer reads in order, and what comes of them.
    /// </summary>
    public bool IsLine(string tensor) => _lines.Contains(tensor);

    /// <summary>Null where the meaning was lost on the way.</summary>
    public TensorAxes? Of(string tensor) => _axes.GetValueOrDefault(tensor);

    private TensorAxes? Follow(Node node, string output)
    {
        var shape = _trace.ShapeOf(output);
        if (node.Is(Trait.ChannelsFirst))
            return shape.Count == 4 ? TensorAxes.Nchw : null;
        if (node.Is(Trait.LosesAxes))
            return null;
        if (node.Is(Trait.Concatenates))
            return Concatenate(node, shape);
        var first = node.Inputs.Count > 0 ? Of(node.Inputs[0]) : null;
        if (node.Is(Trait.Permutes))
            return first is null ? null : Permute(first, node.Attributes.Ints("perm"));
        if (node.Is(Trait.Reshapes))
            return first is null ? null : ReshapedAxes.Of(first, _trace.ShapeOf(node.Inputs[0]), shape);
        if (node.Is(Trait.MultipliesMatrices))
            return first is not null && !_flow.Has(node.Inputs[1]) ? first.For(shape) : null;
        return first is not null && shape.Count < first.Roles.Count ? Remove(node, first, shape) : Inherit(node, shape);
    }

    private bool IsLine(Node node, string output)
    {
        if (Of(output) is { } axes && axes.Roles.Any(role => role is AxisRole.Row or AxisRole.Column or AxisRole.Position))
            return axes.IsLine;
        return node.Is(Trait.Recurs) || _flow.InputsOf(node).Any(_lines.Contains);
    }

    private static TensorAxes? Permute(TensorAxes axes, long[]? permutation)
    {
        permutation ??= [.. Enumerable.Range(0, axes.Roles.Count).Reverse().Select(axis => (long)axis)];
        return permutation.Any(axis => axis < 0 || axis >= axes.Roles.Count) ? null
            : axes with { Roles = [.. permutation.Select(axis => axes.Roles[(int)axis])] };
    }

    /// <summary>Element by element, or along one axis: as the input that has the result's shape; else one of the same rank.</summary>
    private TensorAxes? Inherit(Node node, IReadOnlyList<long> shape)
    {
        var candidates = _flow.InputsOf(node).Where(input => Of(input)?.Roles.Count == shape.Count).ToList();
        var chosen = candidates.Where(input => _trace.ShapeOf(input).SequenceEqual(shape)).MaxBy(Known) ?? candidates.FirstOrDefault();
        return chosen is null ? null : Of(chosen)!.For(shape);

        // Windows of a grid lose their meaning; the sum with the shortcut around them has it again.
        int Known(string input) => Of(input)!.Roles.Count(role => role != AxisRole.Other) + (Of(input)!.Patches is null ? 0 : 1);
    }

    private TensorAxes? Concatenate(Node node, IReadOnlyList<long> shape)
    {
        var axes = Inherit(node, shape);
        var joined = axes?.IndexOf(AxisRole.Position) ?? -1;
        var axis = node.Attributes.Int("axis", 0);
        if (joined < 0 || (axis < 0 ? axis + shape.Count : axis) != joined)
            return axes;
        var before = 0L;
        foreach (var input in node.Inputs)
        {
            if (Of(input) is { Patches: { } grid } && _trace.ShapeOf(input)[joined] == grid.Skip + grid.Height * grid.Width)
                // Tokens behind the patches have no place in a grid.
                return axes! with
                {
                    Patches = before + grid.Skip + grid.Height * grid.Width == shape[joined]
                    ? grid with { Skip = (int)before + grid.Skip } : null
                };
            before += _trace.Tensors.TryGetValue(input, out var traced) ? traced.Shape[joined]
                : _flow.Graph.Constants.TryGetValue(input, out var constant) && constant.dim() > joined ? constant.shape[joined] : 0;
        }
        return axes! with { Patches = null };
    }

    /// <summary>Axes that a reduction, or the choice of one index, takes away.</summary>
    private TensorAxes? Remove(Node node, TensorAxes axes, IReadOnlyList<long> shape)
    {
        var removed = NodeAxes.Of(node, _flow.Graph, axes.Roles.Count);
        if (removed is null || axes.Roles.Count - removed.Count != shape.Count)
            return null;
        AxisRole[] left = [.. axes.Roles.Where((_, axis) => !removed.Contains(axis))];
        return new TensorAxes(left, left.Contains(AxisRole.Position) ? axes.Patches : null);
    }
}
