using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Places in a tensor of many axes as one number, in row-major order; int64 on the CPU.</summary>
internal static class LinearIndex
{
    /// <summary>Tuples in the last axis of the indices, over the first axes of the shape → one number a tuple.</summary>
    public static Tensor OfTuples(OperatorCall call, Tensor indices, long[] shape)
    {
        var linear = zeros(indices.shape[..^1], ScalarType.Int64);
        for (var i = 0; i < indices.shape[^1]; i++)
            linear = linear.Times(shape[i]).Plus(Indexing.Normalize(call, indices.select(-1, i), shape[i]));
        return linear;
    }

    /// <summary>Places of elements whose coordinate along one axis is given and whose other coordinates are their own.</summary>
    public static Tensor AlongAxis(OperatorCall call, Tensor indices, int axis, long[] shape)
    {
        var linear = zeros(indices.shape, ScalarType.Int64);
        for (var i = 0; i < shape.Length; i++)
        {
            if (i != axis && indices.shape[i] > shape[i])
                throw call.Error($"indices of {ShapeText.Of(indices.shape)} do not fit data of {ShapeText.Of(shape)}");
            var own = Numbers.Below(indices.shape[i], ScalarType.Int64).reshape([-1, .. Enumerable.Repeat(1L, shape.Length - 1 - i)]);
            linear = linear.Times(shape[i]).Plus(i == axis ? Indexing.Normalize(call, indices, shape[i]) : own);
        }
        return linear;
    }
}
