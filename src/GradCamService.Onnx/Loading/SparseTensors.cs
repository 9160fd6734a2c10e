using GradCamService.Onnx.Proto;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>A stored list of values and their places → a dense tensor, which is what every operator reads.</summary>
internal static class SparseTensors
{
    // 1 GiB of float32 out of a file of some bytes is more than any network's constants need.
    private const double MostElements = 1 << 28;

    public static Tensor Read(SparseTensorProto proto, TensorReader tensors)
    {
        var name = proto.Values?.Name ?? "";
        if (proto.Values is null || proto.Indices is null)
            throw new OnnxException($"sparse tensor '{name}' has no values or no indices");
        long[] shape = [.. proto.Dims];
        if (shape.Any(size => size < 0) || shape.Aggregate(1.0, (product, size) => product * size) > MostElements)
            throw new OnnxException($"sparse tensor '{name}' has the shape {ShapeText.Of(shape)}");
        var (values, indices) = (tensors.Read(proto.Values), tensors.Read(proto.Indices).to(ScalarType.Int64));
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var places = indices.dim() == 2 ? Linear(indices, shape, name) : indices;
        if (places.dim() != 1 || places.numel() != values.numel() || AnyOutside(places, count))
            throw new OnnxException($"sparse tensor '{name}' has indices that do not fit its values and shape");
        return zeros(count, values.dtype).index_copy(0, places, values.flatten()).reshape(shape);
    }

    private static Tensor Linear(Tensor indices, long[] shape, string name)
    {
        if (indices.shape[1] != shape.Length)
            throw new OnnxException($"sparse tensor '{name}' has indices of {indices.shape[1]} axes for {shape.Length}");
        var linear = zeros(indices.shape[0], ScalarType.Int64);
        for (var axis = 0; axis < shape.Length; axis++)
        {
            var along = indices.select(1, axis);
            if (AnyOutside(along, shape[axis]))
                throw new OnnxException($"sparse tensor '{name}' has indices outside of its shape");
            linear = linear.Times(shape[axis]).Plus(along);
        }
        return linear;
    }

    private static bool AnyOutside(Tensor places, long size)
    {
        using var end = Numbers.New(size);
        return places.lt(Numbers.Of(0)).logical_or(places.ge(end)).any().item<bool>();
    }
}
