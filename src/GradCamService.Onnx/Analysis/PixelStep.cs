using static TorchSharp.torch;

namespace GradCamService.Onnx.Analysis;

/// <summary>A node that pixels pass before the first layer, with what is known of its inputs.</summary>
/// <param name="Graph">Where its constants are.</param>
/// <param name="Node">The node.</param>
/// <param name="Known">By name, the tensors that are still pixels.</param>
/// <param name="Bounds">Takes bounds that the node sets, each in the unit of the image's own values.</param>
internal sealed record PixelStep(
    Graph Graph, Node Node, IReadOnlyDictionary<string, ChannelValues> Known, Action<double?, double?> Bounds)
{
    /// <summary>The first input, where that is pixels.</summary>
    public ChannelValues? First => At(0);

    public ChannelValues? At(int input) => input < Node.Inputs.Count ? Known.GetValueOrDefault(Node.Inputs[input]) : null;

    public Tensor? Constant(int input) => input < Node.Inputs.Count ? Graph.Constants.GetValueOrDefault(Node.Inputs[input]) : null;

    public double[]? Doubles(int input) => Constant(input) is { } constant ? TensorValues.Doubles(constant) : null;

    /// <summary>Whole numbers of an input or, in older versions of the operator, of an attribute.</summary>
    public long[]? Longs(int input, string attribute) =>
        Constant(input) is { } constant ? TensorValues.Longs(constant) : Node.Attributes.Has(attribute) ? Node.Attributes.Ints(attribute) : null;

    /// <summary>The axis of an attribute, counted from the front.</summary>
    public int Axis(int absent, int rank)
    {
        var axis = (int)Node.Attributes.Int("axis", absent);
        return axis < 0 ? axis + rank : axis;
    }

    /// <summary>A constant as one number, or one a channel; what differs from place to place counts with its mean.</summary>
    public double[]? PerChannel(int input, ChannelValues values)
    {
        if (Constant(input) is not { } constant)
            return null;
        if (constant.numel() == 1)
            return TensorValues.Doubles(constant);
        var place = values.Axis is not { } axis ? -1
            : Node.Attributes.Has("axis") ? axis - (int)Node.Attributes.Int("axis", 0) : (int)constant.dim() - (values.Rank - axis);
        var real = constant.to(ScalarType.Float64);
        if (place < 0 || place >= real.dim() || real.shape[place] == 1)
            return TensorValues.Doubles(real.mean());
        if (values.Channels.Count != 1 && real.shape[place] != values.Channels.Count)
            return null;
        return TensorValues.Doubles(real.movedim([place], [0]).reshape(real.shape[place], -1).mean([1]));
    }
}
