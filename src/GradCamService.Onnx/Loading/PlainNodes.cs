using GradCamService.Onnx.Proto;
using static GradCamService.Onnx.Proto.AttributeProto.Types;

namespace GradCamService.Onnx.Loading;

/// <summary>Writes the nodes that a fused one stands for. Tensors between them are named after its first output.</summary>
/// <param name="fused">The node that is replaced.</param>
/// <param name="opset">The version of the standard operators that the file uses.</param>
internal sealed class PlainNodes(NodeProto fused, long opset)
{
    // From here on Clip has its bounds, and Slice its ranges, as inputs.
    private const long ClipByInputs = 11;
    private const long SliceByInputs = 10;

    private const int Float = 1;
    private const int Int64 = 7;

    private readonly Dictionary<string, AttributeProto> _attributes = fused.Attribute.GroupBy(attribute => attribute.Name)
        .ToDictionary(group => group.Key, group => group.First());

    private readonly string _prefix = RunnableNodes.TitleOf(fused) + "/" + fused.Output.FirstOrDefault("");

    public List<NodeProto> Nodes { get; } = [];

    /// <summary>An input of the fused node, empty where it is left out.</summary>
    public string Input(int index) => index < fused.Input.Count ? fused.Input[index] : "";

    /// <summary>An output of the fused node, empty where nobody reads it.</summary>
    public string Output(int index) => index < fused.Output.Count ? fused.Output[index] : "";

    public string? Text(string name) => _attributes.TryGetValue(name, out var attribute) ? attribute.S.ToStringUtf8() : null;

    public long Int(string name) => _attributes.TryGetValue(name, out var attribute) ? attribute.I : 0;

    public float Float32(string name, float absent) => _attributes.TryGetValue(name, out var attribute) ? attribute.F : absent;

    public float[]? Floats(string name) => _attributes.TryGetValue(name, out var attribute) ? [.. attribute.Floats] : null;

    public long[]? Ints(string name) => _attributes.TryGetValue(name, out var attribute) ? [.. attribute.Ints] : null;

    /// <summary>The fused node's attributes of these names, for a part that reads them.</summary>
    public AttributeProto[] Same(params string[] names) => [.. names.Where(_attributes.ContainsKey).Select(name => _attributes[name])];

    /// <summary>A node of the standard domain; without an output's name, one of its own.</summary>
    /// <returns>The name of its first output.</returns>
    public string Add(string name, string[] inputs, string[]? outputs = null, AttributeProto[]? attributes = null, string domain = "")
    {
        outputs = outputs is [{ Length: > 0 }, ..] ? outputs : [$"{_prefix}/{Nodes.Count}", .. (outputs ?? []).Skip(1)];
        var node = new NodeProto { Name = outputs[0] == Output(0) ? RunnableNodes.TitleOf(fused) : outputs[0], OpType = name, Domain = domain };
        node.Input.Add(inputs);
        node.Output.Add(outputs);
        node.Attribute.Add(attributes ?? []);
        Nodes.Add(node);
        return outputs[0];
    }

    /// <summary>Makes the last part's result the fused node's.</summary>
    public void End()
    {
        Nodes[^1].Output[0] = Output(0);
        Nodes[^1].Name = RunnableNodes.TitleOf(fused);
    }

    public string Transpose(string input, string[]? outputs, params long[] order) => Add("Transpose", [input], outputs, [Of("perm", order)]);

    public string Clip(string input, string[]? outputs, float min, float max) => opset < ClipByInputs
        ? Add("Clip", [input], outputs, [Of("min", min), Of("max", max)])
        : Add("Clip", [input, Constant([min], []), Constant([max], [])], outputs);

    public string Slice(string input, string[]? outputs, long[] starts, long[] ends, long[] axes) => opset < SliceByInputs
        ? Add("Slice", [input], outputs, [Of("starts", starts), Of("ends", ends), Of("axes", axes)])
        : Add("Slice", [input, Constant(starts), Constant(ends), Constant(axes)], outputs);

    /// <summary>A constant of float32 numbers.</summary>
    public string Constant(float[] values, long[] shape)
    {
        var tensor = new TensorProto { DataType = Float };
        tensor.Dims.Add(shape);
        tensor.FloatData.Add(values);
        return Constant(tensor);
    }

    public static AttributeProto Of(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    public static AttributeProto Of(string name, params long[] values) => new() { Name = name, Type = AttributeType.Ints, Ints = { values } };

    private string Constant(long[] values)
    {
        var tensor = new TensorProto { DataType = Int64 };
        tensor.Dims.Add(values.Length);
        tensor.Int64Data.Add(values);
        return Constant(tensor);
    }

    private string Constant(TensorProto tensor) =>
        Add("Constant", [], null, [new AttributeProto { Name = "value", Type = AttributeType.Tensor, T = tensor }]);
}
