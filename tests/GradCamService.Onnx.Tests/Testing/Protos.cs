using Google.Protobuf;
using GradCamService.Onnx.Proto;
using static GradCamService.Onnx.Proto.AttributeProto.Types;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>libtorch's tensors as ONNX's messages.</summary>
internal static class Protos
{
    private static readonly Dictionary<ScalarType, int> Numbers = new()
    {
        [ScalarType.Float32] = 1,
        [ScalarType.Byte] = 2,
        [ScalarType.Int8] = 3,
        [ScalarType.Int16] = 5,
        [ScalarType.Int32] = 6,
        [ScalarType.Int64] = 7,
        [ScalarType.Bool] = 9,
        [ScalarType.Float16] = 10,
        [ScalarType.Float64] = 11,
        [ScalarType.BFloat16] = 16,
    };

    /// <summary>ONNX's number of an element type that libtorch has too.</summary>
    public static int TypeOf(ScalarType type) => Numbers[type];

    /// <summary>libtorch's element type with ONNX's number.</summary>
    public static ScalarType TypeOf(int onnxType) => Numbers.Single(pair => pair.Value == onnxType).Key;

    public static TensorProto ToTensor(string name, Tensor tensor)
    {
        var proto = new TensorProto { Name = name, DataType = TypeOf(tensor.dtype) };
        proto.Dims.Add(tensor.shape);
        proto.RawData = tensor.numel() == 0 ? ByteString.Empty : ByteString.CopyFrom(tensor.contiguous().bytes);
        return proto;
    }

    /// <summary>The type of a graph's input or output with the tensor's shape.</summary>
    public static ValueInfoProto ToValueInfo(string name, Tensor tensor)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(tensor.shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        var type = new TypeProto.Types.Tensor { ElemType = TypeOf(tensor.dtype), Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }

    /// <param name="name">The attribute.</param>
    /// <param name="value">float, int, long, string, arrays of them, a tensor, or a graph.</param>
    public static AttributeProto ToAttribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case float number: (attribute.Type, attribute.F) = (AttributeType.Float, number); break;
            case int number: (attribute.Type, attribute.I) = (AttributeType.Int, number); break;
            case long number: (attribute.Type, attribute.I) = (AttributeType.Int, number); break;
            case string text: (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(text)); break;
            case Tensor tensor: (attribute.Type, attribute.T) = (AttributeType.Tensor, ToTensor(name, tensor)); break;
            case GraphProto graph:
                // The loader frees what it has read.
                (attribute.Type, attribute.G) = (AttributeType.Graph, graph.Clone()); break;
            case float[] numbers: attribute.Type = AttributeType.Floats; attribute.Floats.Add(numbers); break;
            case long[] numbers: attribute.Type = AttributeType.Ints; attribute.Ints.Add(numbers); break;
            case string[] texts:
                attribute.Type = AttributeType.Strings;
                attribute.Strings.Add(texts.Select(ByteString.CopyFromUtf8));
                break;
            default: throw new ArgumentException($"an attribute of type {value.GetType()} is not one of ONNX's", nameof(value));
        }
        return attribute;
    }
}
