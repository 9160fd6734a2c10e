using System.Text;
using GradCamService.Onnx.Proto;
using static TorchSharp.torch;

namespace GradCamService.Onnx;

/// <summary>A node's attributes, each read with the type that the operator expects; an absent one is told apart from zero.</summary>
internal sealed class Attributes(string node, IEnumerable<AttributeProto> attributes, IReadOnlyDictionary<string, Tensor> tensors)
{
    private readonly Dictionary<string, AttributeProto> _byName = ByName(node, attributes);

    /// <summary>Tensors stored in attributes; owned by the graph.</summary>
    public IEnumerable<Tensor> Tensors => tensors.Values;

    public bool Has(string name) => _byName.ContainsKey(name);

    public long? Int(string name) => Read(name, AttributeProto.Types.AttributeType.Int)?.I;

    public long Int(string name, long absent) => Int(name) ?? absent;

    public float? Float(string name) => Read(name, AttributeProto.Types.AttributeType.Float)?.F;

    public float Float(string name, float absent) => Float(name) ?? absent;

    public string? Text(string name) => Read(name, AttributeProto.Types.AttributeType.String)?.S.ToString(Encoding.UTF8);

    public string Text(string name, string absent) => Text(name) ?? absent;

    public long[]? Ints(string name) => Read(name, AttributeProto.Types.AttributeType.Ints)?.Ints.ToArray();

    public float[]? Floats(string name) => Read(name, AttributeProto.Types.AttributeType.Floats)?.Floats.ToArray();

    public string[]? Texts(string name) =>
        Read(name, AttributeProto.Types.AttributeType.Strings)?.Strings.Select(text => text.ToString(Encoding.UTF8)).ToArray();

    /// <summary>A tensor attribute, owned by the graph.</summary>
    public Tensor? Tensor(string name) => tensors.GetValueOrDefault(name);

    public long RequiredInt(string name) => Int(name) ?? throw Missing(name);

    public long[] RequiredInts(string name) => Ints(name) ?? throw Missing(name);

    /// <summary>A graph attribute as the file has it: what it declares of its outputs.</summary>
    public GraphProto Graph(string name) => Read(name, AttributeProto.Types.AttributeType.Graph)?.G ?? throw Missing(name);

    private static Dictionary<string, AttributeProto> ByName(string node, IEnumerable<AttributeProto> attributes)
    {
        var byName = new Dictionary<string, AttributeProto>();
        foreach (var attribute in attributes)
            if (!byName.TryAdd(attribute.Name, attribute))
                throw new OnnxException($"node '{node}': attribute '{attribute.Name}' is given twice");
        return byName;
    }

    private AttributeProto? Read(string name, AttributeProto.Types.AttributeType expected)
    {
        if (!_byName.TryGetValue(name, out var attribute))
            return null;
        // Files older than IR version 2 leave the type out.
        if (attribute.HasType && attribute.Type != expected)
            throw new OnnxException($"node '{node}': attribute '{name}' is {attribute.Type}, expected {expected}");
        return attribute;
    }

    private OnnxException Missing(string name) => new($"node '{node}': attribute '{name}' is required");
}
