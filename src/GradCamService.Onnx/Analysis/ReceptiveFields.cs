using Axis = (double Stride, double Size);

namespace GradCamService.Onnx.Analysis;

/// <summary>What a position of a layer looks at. Where rows and columns differ, the larger number stands for both.</summary>
/// <param name="Stride">Input pixels from one position to the next.</param>
/// <param name="Size">
/// Input pixels along a side that a position depends on, by the network's structure; it may be larger than the input.
/// </param>
public sealed record ReceptiveField(int Stride, int Size);

/// <summary>
/// Strides and receptive fields of all tensors on the image's way: kernels, strides and dilations summed up along it, the largest where
/// ways meet. What pools globally or attends sees the whole input, and so does all that it is multiplied into.
/// </summary>
internal sealed class ReceptiveFields
{
    private readonly DataFlow _flow;
    private readonly GraphTrace _trace;
    private readonly AxisTracking _axes;
    private readonly Dictionary<string, (Axis Rows, Axis Columns)> _fields = [];

    public ReceptiveFields(DataFlow flow, GraphTrace trace, AxisTracking axes)
    {
        (_flow, _trace, _axes) = (flow, trace, axes);
        _fields[flow.Image] = ((1, 1), (1, 1));
        foreach (var node in flow.Nodes)
        {
            var (rows, columns) = Follow(node, Joined(node));
            foreach (var output in node.Outputs.Where(flow.Has))
                _fields[output] = (rows, columns);
        }
    }

    /// <summary>Null for a tensor that is not on the image's way.</summary>
    /// <param name="tensor">Its name.</param>
    /// <param name="input">The image's larger side: what a tensor sees that sees everything.</param>
    public ReceptiveField? Of(string tensor, long input)
    {
        if (!_fields.TryGetValue(tensor, out var field))
            return null;
        var size = Math.Max(field.Rows.Size, field.Columns.Size);
        return new ReceptiveField(
            (int)Math.Round(Math.Max(field.Rows.Stride, field.Columns.Stride)),
            (int)(double.IsInfinity(size) ? input : Math.Min(Math.Round(size), int.MaxValue)));
    }

    /// <summary>Of what a node reads: the largest field, and the stride of what still has positions.</summary>
    private (Axis Rows, Axis Columns) Joined(Node node)
    {
        var inputs = _flow.InputsOf(node).Where(_fields.ContainsKey).ToList();
        var spatial = inputs.Where(input => _axes.Of(input)?.LayoutOf(_trace.ShapeOf(input)) is { Positions: > 1 }).ToList();
        var strided = spatial.Count > 0 ? spatial : inputs;
        return (Join(field => field.Rows), Join(field => field.Columns));

        Axis Join(Func<(Axis Rows, Axis Columns), Axis> axis) =>
            (strided.Max(input => axis(_fields[input]).Stride), inputs.Max(input => axis(_fields[input]).Size));
    }

    private (Axis Rows, Axis Columns) Follow(Node node, (Axis Rows, Axis Columns) field)
    {
        if (node.Is(Trait.SeesAll) || MixesPositions(node))
            return (field.Rows with { Size = double.PositiveInfinity }, field.Columns with { Size = double.PositiveInfinity });
        if (_trace.ShapeOf(node.Outputs[0]).Count != 4)
            return field;
        return (Along(node, field.Rows, 0), Along(node, field.Columns, 1));
    }

    private Axis Along(Node node, Axis axis, int side)
    {
        if (node.Is(Trait.Window))
            return (axis.Stride * Number("strides"), axis.Size + (Kernel(node, side) - 1) * Number("dilations") * axis.Stride);
        if (node.Is(Trait.TransposedWindow))
            return (axis.Stride / Number("strides"),
                axis.Size + Math.Max(Math.Ceiling(Kernel(node, side) / Number("strides")) - 1, 0) * axis.Stride);
        var block = node.Attributes.Int("blocksize", 1);
        if (node.Is(Trait.FoldsBlocks))
            return (axis.Stride * block, axis.Size + (block - 1) * axis.Stride);
        if (node.Is(Trait.UnfoldsBlocks))
            return axis with { Stride = axis.Stride / block };
        if (node.Is(Trait.Resizes))
            return Resized(node, axis, side);
        return node.Is(Trait.Slices) ? axis with { Stride = axis.Stride * StepOf(node, side) } : axis;

        double Number(string attribute) => node.Attributes.Ints(attribute) is { } numbers && numbers.Length > side ? numbers[side] : 1;
    }

    private Axis Resized(Node node, Axis axis, int side)
    {
        var (small, large) = (_trace.ShapeOf(node.Inputs[0]), _trace.ShapeOf(node.Outputs[0]));
        var neighbours = node.Attributes.Text("mode", "nearest") switch { "nearest" => 0, "cubic" => 3, _ => 1 };
        return (axis.Stride * small[side + 2] / Math.Max(large[side + 2], 1), axis.Size + neighbours * axis.Stride);
    }

    private double Kernel(Node node, int side)
    {
        if (node.Attributes.Ints("kernel_shape") is { } kernel && kernel.Length > side)
            return kernel[side];
        var weight = node.Is(Trait.ScaledInputs) ? 3 : 1;
        return node.Inputs.Count > weight && _flow.Graph.Constants.TryGetValue(node.Inputs[weight], out var tensor) && tensor.dim() == 4
            ? tensor.shape[side + 2] : 1;
    }

    /// <summary>Every second row, as some networks begin: from opset 10 on, axes and steps are inputs.</summary>
    private double StepOf(Node node, int side)
    {
        var role = side == 0 ? AxisRole.Row : AxisRole.Column;
        if (node.Inputs.Count < 5 || _axes.Of(node.Inputs[0]) is not { } axes
            || NodeAxes.Longs(_flow.Graph, node.Inputs[4]) is not { } steps)
            return 1;
        var sliced = node.Inputs[3].Length == 0 ? [.. Enumerable.Range(0, steps.Length).Select(axis => (long)axis)]
            : NodeAxes.Longs(_flow.Graph, node.Inputs[3]) ?? [];
        var at = Array.FindIndex(sliced, axis => axes.Roles.ElementAtOrDefault((int)(axis < 0 ? axis + axes.Roles.Count : axis)) == role);
        return at >= 0 && at < steps.Length ? Math.Abs(steps[at]) : 1;
    }

    private bool MixesPositions(Node node)
    {
        var isProduct = node.Is(Trait.MultipliesMatrices | Trait.MultipliesIntegers);
        if (isProduct && _flow.InputsOf(node).Distinct().Count() > 1)
            return true;
        if (!isProduct && !node.Is(Trait.MixesAxes | Trait.Reduces))
            return false;
        if (node.Inputs.Count == 0 || _axes.Of(node.Inputs[0]) is not { } axes)
            return true;
        var rank = axes.Roles.Count;
        var along = isProduct ? new HashSet<int> { rank - 1 } : NodeAxes.Of(node, _flow.Graph, rank);
        if (along is null)
            return !node.Is(Trait.LastAxisByDefault) || axes.IsSpatial(rank - 1);
        if (node.Is(Trait.NormalizesFeatures))
            along = Enumerable.Range(along.Min(), rank - along.Min()).ToHashSet();
        return along.Any(axes.IsSpatial);
    }
}
