using Google.Protobuf;
using GradCamService.Onnx.Proto;
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
}
