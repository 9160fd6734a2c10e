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
    private static readonly HashSet<string> Windows =
        ["AveragePool", "Conv", "ConvInteger", "LpPool", "MaxPool", "QLinearAveragePool", "QLinearConv"];

    private static readonly HashSet<string> Global =
    [
        "Attention", "DeformConv", "Einsum", "GRU", "GlobalAveragePool", "GlobalLpPool", "GlobalMaxPool", "GridSample",
            "GroupNormalization", "If",
        "InstanceNormalization", "LSTM", "Loop", "MeanVarianceNormalization", "QLinearGlobalAveragePool", "RNN", "Scan",
    ];

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
        var name = node.Key.Name;
        if (Global.Contains(name) || MixesPositions(node))
            return (field.Rows with { Size = double.PositiveInfinity }, field.Columns with { Size = double.PositiveInfinity });
        if (_trace.ShapeOf(node.Outputs[0]).Count != 4)
            return field;
        return (Along(node, field.Rows, 0), Along(node, field.Columns, 1));
    }

    private Axis Along(Node node, Axis axis, int side)
    {
        var attributes = node.Attributes;
        switch (node.Key.Name)
        {
            case var name when Windows.Contains(name):
                return (axis.Stride * Number("strides"), axis.Size + (Kernel(node, side) - 1) * Number("dilations") * axis.Stride);
            case "ConvTranspose":
                var up = Number("strides");
                return (axis.Stride / up, axis.Size + Math.Max(Math.Ceiling(Kernel(node, side) / up) - 1, 0) * axis.Stride);
            case "SpaceToDepth":
                var block = attributes.Int("blocksize", 1);
                return (axis.Stride * block, axis.Size + (block - 1) * axis.Stride);
            case "DepthToSpace":
                return axis with { Stride = axis.Stride / attributes.Int("blocksize", 1) };
            case "Resize" or "Upsample":
                var (small, large) = (_trace.ShapeOf(node.Inputs[0]), _trace.ShapeOf(node.Outputs[0]));
                var neighbours = attributes.Text("mode", "nearest") switch { "nearest" => 0, "cubic" => 3, _ => 1 };
                return (axis.Stride * small[side + 2] / Math.Max(large[side + 2], 1), axis.Size + neighbours * axis.Stride);
            case "Slice":
                return axis with { Stride = axis.Stride * StepOf(node, side) };
            default:
                return axis;
        }

        double Number(string attribute) => attributes.Ints(attribute) is { } numbers && numbers.Length > side ? numbers[side] : 1;
    }

    private double Kernel(Node node, int side)
    {
        if (node.Attributes.Ints("kernel_shape") is { } kernel && kernel.Length > side)
            return kernel[side];
        var weight = node.Key.Name == "QLinearConv" ? 3 : 1;
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
        var name = node.Key.Name;
        var isProduct = name is "MatMul" or "Gemm" or "MatMulInteger" or "QLinearMatMul";
        if (isProduct && _flow.InputsOf(node).Distinct().Count() > 1)
            return true;
        var mixes = isProduct || name is "Softmax" or "LogSoftmax" or "LayerNormalization" or "RMSNormalization" or "LpNormalization"
            || name.StartsWith("Reduce", StringComparison.Ordinal);
        if (!mixes)
            return false;
        if (node.Inputs.Count == 0 || _axes.Of(node.Inputs[0]) is not { } axes)
            return true;
        var rank = axes.Roles.Count;
        var along = isProduct ? new HashSet<int> { rank - 1 } : NodeAxes.Of(node, _flow.Graph, rank);
        if (along is null)
            return !name.EndsWith("Normalization", StringComparison.Ordinal) || axes.IsSpatial(rank - 1);
        if (name is "LayerNormalization" or "RMSNormalization")
            along = Enumerable.Range(along.Min(), rank - along.Min()).ToHashSet();
        return along.Any(axes.IsSpatial);
    }
}
