using GradCamService.Onnx.Proto;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>Graphs for the attributes of If, Loop and Scan.</summary>
internal static class Bodies
{
    /// <param name="inputs">Names and types, with shapes.</param>
    /// <param name="outputs">Names and types; a null shape leaves the shape open.</param>
    /// <param name="nodes">Operators with their inputs, outputs and attributes.</param>
    public static GraphProto Of((string Name, ScalarType Type, long[]? Shape)[] inputs,
        (string Name, ScalarType Type, long[]? Shape)[] outputs, params NodeProto[] nodes)
    {
        var graph = new GraphProto { Name = "body" };
        graph.Input.Add(inputs.Select(ToValueInfo));
        graph.Output.Add(outputs.Select(ToValueInfo));
        graph.Node.Add(nodes);
        return graph;
    }

    public static NodeProto Node(string @operator, string[] inputs, string[] outputs, params (string Name, long Value)[] attributes)
    {
        var node = new NodeProto { OpType = @operator, Name = outputs[0] };
        node.Input.Add(inputs);
        node.Output.Add(outputs);
        node.Attribute.Add(attributes.Select(attribute =>
            new AttributeProto { Name = attribute.Name, Type = AttributeProto.Types.AttributeType.Int, I = attribute.Value }));
        return node;
    }

    private static ValueInfoProto ToValueInfo((string Name, ScalarType Type, long[]? Shape) value)
    {
        var type = new TypeProto.Types.Tensor { ElemType = Protos.TypeOf(value.Type) };
        if (value.Shape is not null)
        {
            type.Shape = new TensorShapeProto();
            type.Shape.Dim.Add(value.Shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        }
        return new ValueInfoProto { Name = value.Name, Type = new TypeProto { TensorType = type } };
    }
}
