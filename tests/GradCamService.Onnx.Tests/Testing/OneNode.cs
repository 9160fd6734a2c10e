using GradCamService.Onnx.Proto;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>A model of one node, in memory: what operators are tested with.</summary>
/// <param name="Operator">ONNX's operator.</param>
/// <param name="Opset">The version of its domain that the model imports.</param>
internal sealed record OneNode(string Operator, int Opset)
{
    // The oldest format version that has everything these models use; ONNX Runtime takes it with every opset.
    private const long IrVersion = 8;

    private const int StandardOpsetBesidesOthers = 17;

    public string Domain { get; init; } = "";

    /// <summary>Inputs in order, null for an optional one that is left out; owned by the test.</summary>
    public IReadOnlyList<Tensor?> Inputs { get; init; } = [];

    /// <summary>Which inputs are stored in the model as initializers instead of being fed.</summary>
    public IReadOnlySet<int> Constants { get; init; } = new HashSet<int>();

    /// <summary>Attributes: float, int, long, string, arrays of them, <see cref="Tensor"/>, or <see cref="GraphProto"/>.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; init; } = new Dictionary<string, object>();

    /// <summary>How many outputs the node declares.</summary>
    public int Outputs { get; init; } = 1;

    public IReadOnlyList<string> OutputNames => [.. Enumerable.Range(0, Outputs).Select(index => $"output{index}")];

    /// <summary>The tensors to feed by name.</summary>
    public Dictionary<string, Tensor> Feeds => Enumerable.Range(0, Inputs.Count)
        .Where(index => Inputs[index] is not null && !Constants.Contains(index))
        .ToDictionary(NameOf, index => Inputs[index]!);

    public ModelProto ToModel()
    {
        var node = new NodeProto { Name = "node", OpType = Operator, Domain = Domain };
        node.Input.Add(Enumerable.Range(0, Inputs.Count).Select(index => Inputs[index] is null ? "" : NameOf(index)));
        node.Output.Add(OutputNames);
        node.Attribute.Add(Attributes.Select(attribute => Protos.ToAttribute(attribute.Key, attribute.Value)));
        var graph = new GraphProto { Name = Operator };
        graph.Node.Add(node);
        graph.Output.Add(OutputNames.Select(name => new ValueInfoProto { Name = name }));
        for (var i = 0; i < Inputs.Count; i++)
            if (Inputs[i] is { } input && Constants.Contains(i))
                graph.Initializer.Add(Protos.ToTensor(NameOf(i), input));
            else if (Inputs[i] is { } fed)
                graph.Input.Add(Protos.ToValueInfo(NameOf(i), fed));
        var model = new ModelProto { IrVersion = IrVersion, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = Opset });
        if (Domain.Length > 0)
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = StandardOpsetBesidesOthers });
        return model;
    }

    private static string NameOf(int index) => $"input{index}";
}
