using static TorchSharp.torch;

namespace GradCamService.Onnx;

/// <summary>
/// ONNX's element types as libtorch has them. Unsigned types wider than a byte, which it lacks, are held in the next wider signed one.
/// </summary>
internal static class ElementTypes
{
    private static readonly Dictionary<int, (string Name, ScalarType? Type)> Known = new()
    {
        [1] = ("float", ScalarType.Float32),
        [2] = ("uint8", ScalarType.Byte),
        [3] = ("int8", ScalarType.Int8),
        [4] = ("uint16", ScalarType.Int32),
        [5] = ("int16", ScalarType.Int16),
        [6] = ("int32", ScalarType.Int32),
        [7] = ("int64", ScalarType.Int64),
        [8] = ("string", null),
        [9] = ("bool", ScalarType.Bool),
        [10] = ("float16", ScalarType.Float16),
        [11] = ("double", ScalarType.Float64),
        [12] = ("uint32", ScalarType.Int64),
        [13] = ("uint64", ScalarType.Int64),
        [14] = ("complex64", ScalarType.ComplexFloat32),
        [15] = ("complex128", ScalarType.ComplexFloat64),
        [16] = ("bfloat16", ScalarType.BFloat16),
        [17] = ("float8e4m3fn", null),
        [18] = ("float8e4m3fnuz", null),
        [19] = ("float8e5m2", null),
        [20] = ("float8e5m2fnuz", null),
        [21] = ("uint4", null),
        [22] = ("int4", null),
        [23] = ("float4e2m1", null),
    };

    public static ScalarType Of(int onnxType) =>
        Known.TryGetValue(onnxType, out var known) && known.Type is { } type
            ? type
            : throw new OnnxException($"element type {NameOf(onnxType)} is not supported");

    /// <summary>Bytes of an element in raw data.</summary>
    public static int StoredBytes(int onnxType) => onnxType switch
    {
        2 or 3 or 9 => 1,
        4 or 5 or 10 or 16 => 2,
        1 or 6 or 12 => 4,
        7 or 11 or 13 or 14 => 8,
        15 => 16,
        _ => throw new OnnxException($"element type {NameOf(onnxType)} is not supported"),
    };

    public static string NameOf(int onnxType) => Known.TryGetValue(onnxType, out var known) ? known.Name : $"number {onnxType}";
}
