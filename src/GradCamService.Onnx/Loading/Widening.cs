using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// Makes float32 of what a file declares as float16 or bfloat16: inputs and outputs, and the types that nodes ask for (the casts to half
/// precision that converters write before every operator become casts to float32). The stored numbers are <see cref="TensorReader"/>'s.
/// </summary>
internal static class Widening
{
    private const int Float32 = 1;

    /// <summary>Attributes that hold an element type.</summary>
    private static readonly HashSet<string> Types = ["dtype", "output_dtype", "softmax_precision", "stash_type", "to"];

    /// <summary>Changes what a graph declares of its inputs and outputs.</summary>
    public static void Apply(GraphProto graph)
    {
        foreach (var tensor in graph.Input.Concat(graph.Output).Select(value => value.Type?.TensorType))
            if (tensor is not null && ElementTypes.IsHalf(tensor.ElemType))
                tensor.ElemType = Float32;
    }

    /// <summary>Changes the types that a node asks for.</summary>
    public static void Apply(NodeProto node)
    {
        foreach (var attribute in node.Attribute)
            if (Types.Contains(attribute.Name) && ElementTypes.IsHalf(attribute.I))
                attribute.I = Float32;
    }
}
