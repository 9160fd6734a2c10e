using GradCamService.Onnx.Proto;
using static TorchSharp.torch;

namespace GradCamService.Onnx;

/// <summary>
/// A loaded network: nodes in execution order and the constants they read. It never changes after loading, so that any number of
/// runs may share it. It owns its constants.
/// </summary>
public sealed class Graph : IDisposable
{
    internal Graph(string name, string producer, IReadOnlyList<GraphInput> inputs, IReadOnlyList<string> outputs, IReadOnlyList<Node> nodes,
        IReadOnlyDictionary<string, Tensor> constants, Device device)
    {
        Name = name;
        Producer = producer;
        Inputs = inputs;
        Outputs = outputs;
        Ends = outputs;
        Nodes = nodes;
        Constants = constants;
        Device = device;
        Makers = nodes.SelectMany(node => node.Outputs, (node, output) => (node, output)).Where(pair => pair.output.Length > 0)
            .ToDictionary(pair => pair.output, pair => pair.node);
    }

    /// <summary>The graph's name in the file, or the file's name.</summary>
    public string Name { get; }

    /// <summary>The exporter's name as the file gives it, such as <c>pytorch</c> or <c>tf2onnx</c>; empty where it does not.</summary>
    public string Producer { get; }

    /// <summary>The file's metadata_props by key, at most a million letters of them; empty for a sub-graph.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; internal init; } = new Dictionary<string, string>();

    /// <summary>
    /// The classes' names that the file holds for nodes behind its scores, in their order; null where it holds none, or
    /// several lists.
    /// </summary>
    public IReadOnlyList<string>? Labels { get; internal init; }

    /// <summary>
    /// Of the first batch normalization behind the input; null where there is none, or it was never trained. Its node may be folded.
    /// </summary>
    public NormStatistics? FirstNorm { get; internal init; }

    /// <summary>What must be fed; initializers that a file lists as inputs are constants and not among these.</summary>
    public IReadOnlyList<GraphInput> Inputs { get; }

    /// <summary>Names of the outputs that can be computed, in the file's order; none where every one is behind a node that is left out.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>
    /// Where the graph ends: <see cref="Outputs"/>, and the tensors computed from the inputs that nodes in <see cref="LeftOut"/> read.
    /// </summary>
    public IReadOnlyList<string> Ends { get; internal init; }

    /// <summary>Nodes of the file that cannot run, in execution order, and all behind them.</summary>
    public IReadOnlyList<LeftOutNode> LeftOut { get; internal init; } = [];

    /// <summary>Names the operators for whose sake nodes are left out, as a sentence; null where none are.</summary>
    public string? Refusal { get; internal init; }

    /// <summary>Nodes in execution order: each comes after the nodes whose outputs it reads.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The node that makes each tensor.</summary>
    internal IReadOnlyDictionary<string, Node> Makers { get; }

    /// <summary>Weights and folded tensors by name; owned by this graph.</summary>
    public IReadOnlyDictionary<string, Tensor> Constants { get; }

    /// <summary>Where the constants live and the graph runs.</summary>
    public Device Device { get; }

    /// <summary>Whether any rectifier acts in it, sub-graphs included; without one, guided gradients are plain gradients.</summary>
    public bool HasRectifiers => Nodes.Any(node => node.IsRectifier || node.Subgraphs.Values.Any(subgraph => subgraph.HasRectifiers));

    /// <summary>Bytes of all constants, sub-graphs' included.</summary>
    public long Bytes => Constants.Values.Concat(Nodes.SelectMany(node => node.Attributes.Tensors)).Sum(constant => constant.numel() * constant.element_size())
        + Nodes.SelectMany(node => node.Subgraphs.Values).Sum(subgraph => subgraph.Bytes);

    public void Dispose()
    {
        foreach (var constant in Constants.Values.Concat(Nodes.SelectMany(node => node.Attributes.Tensors)))
            constant.Dispose();
        foreach (var subgraph in Nodes.SelectMany(node => node.Subgraphs.Values))
            subgraph.Dispose();
    }
}

/// <summary>An input of a graph, or an output as far as the file describes it.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">Element type, or null where the file does not say.</param>
/// <param name="Shape">Sizes, null for each that is dynamic; null where the file does not even give the rank.</param>
public sealed record GraphInput(string Name, ScalarType? Type, IReadOnlyList<long?>? Shape)
{
    /// <summary>The axis that the file itself calls its channels (the denotation DATA_CHANNEL); null where it calls none.</summary>
    public int? ChannelAxis { get; init; }

    internal static GraphInput Of(ValueInfoProto value)
    {
        var tensor = value.Type?.TensorType;
        var type = tensor is { HasElemType: true, ElemType: > 0 } ? ElementTypes.Of(tensor.ElemType) : (ScalarType?)null;
        var shape = tensor?.Shape?.Dim.Select(size => size.HasDimValue && size.DimValue > 0 ? size.DimValue : (long?)null).ToList();
        var axis = tensor?.Shape?.Dim.TakeWhile(size => size.Denotation != "DATA_CHANNEL").Count();
        return new GraphInput(value.Name, type, shape) { ChannelAxis = axis < shape?.Count ? axis : null };
    }
}
