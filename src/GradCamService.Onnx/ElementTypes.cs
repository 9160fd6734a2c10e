using static TorchSharp.torch;

namespace GradCamService.Onnx;

/// <summary>
/// ONNX's element types as libtorch has them. Unsigned types wider than a byte, which it lacks, are held in the next wider signed one.
/// </summary>
internal static class ElementTypes
{
    /// <summary>ONNX's number of texts.</summary>
    public const int Text = 8;

    private static readonly Dictionary<int, Row> Rows = new()
    {
        [1] = new("float", 32, ScalarType.Float32),
        [2] = new("uint8", 8, ScalarType.Byte),
        [3] = new("int8", 8, ScalarType.Int8),
        [4] = new("uint16", 16, ScalarType.Int32),
        [5] = new("int16", 16, ScalarType.Int16),
        [6] = new("int32", 32, ScalarType.Int32),
        [7] = new("int64", 64, ScalarType.Int64),
        [Text] = new("string", 0),
        [9] = new("bool", 8, ScalarType.Bool),
        [10] = new("float16", 16, ScalarType.Float16),
        [11] = new("double", 64, ScalarType.Float64),
        [12] = new("uint32", 32, ScalarType.Int64),
        [13] = new("uint64", 64, ScalarType.Int64),
        [14] = new("complex64", 64, ScalarType.ComplexFloat32),
        [15] = new("complex128", 128, ScalarType.ComplexFloat64),
        [16] = new("bfloat16", 16, ScalarType.BFloat16),
        [17] = new("float8e4m3fn", 8, Decoded: ScalarType.Float32),
        [18] = new("float8e4m3fnuz", 8, Decoded: ScalarType.Float32),
        [19] = new("float8e5m2", 8, Decoded: ScalarType.Float32),
        [20] = new("float8e5m2fnuz", 8, Decoded: ScalarType.Float32),
        [21] = new("uint4", 4, Decoded: ScalarType.Byte),
        [22] = new("int4", 4, Decoded: ScalarType.Int8),
        [23] = new("float4e2m1", 4, Decoded: ScalarType.Float32),
        [24] = new("float8e8m0", 8, Decoded: ScalarType.Float32),
        [25] = new("uint2", 2, Decoded: ScalarType.Byte),
        [26] = new("int2", 2, Decoded: ScalarType.Int8),
    };

    /// <summary>The type that a graph computes with.</summary>
    /// <exception cref="OnnxException">libtorch has none: texts, and types that are stored only.</exception>
    public static ScalarType Of(int onnxType) => Find(onnxType)?.Type ?? throw NotSupported(onnxType);

    /// <summary>The type of a stored constant: types of fewer bits than libtorch's are decoded to one that holds all their numbers.</summary>
    public static ScalarType OfStored(int onnxType) => Find(onnxType) is { } row && (row.Type ?? row.Decoded) is { } type ? type : throw NotSupported(onnxType);

    /// <summary>Bits of an element in raw data.</summary>
    public static int StoredBits(int onnxType) => Find(onnxType) is { Bits: > 0 and var bits } ? bits : throw NotSupported(onnxType);

    /// <summary>Whether constants of the type are decoded when they are read.</summary>
    public static bool IsNarrow(int onnxType) => Find(onnxType)?.Decoded is not null;

    /// <summary>float16 or bfloat16.</summary>
    public static bool IsHalf(long onnxType) => onnxType is 10 or 16;

    public static string NameOf(int onnxType) => Find(onnxType)?.Name ?? $"number {onnxType}";

    private static Row? Find(int onnxType) => Rows.GetValueOrDefault(onnxType);

    private static OnnxException NotSupported(int onnxType) => new($"element type {NameOf(onnxType)} is not supported");

    /// <param name="Name">As ONNX writes it.</param>
    /// <param name="Bits">Of an element as it is stored.</param>
    /// <param name="Type">What a graph computes with.</param>
    /// <param name="Decoded">What stored constants become, where there is no such type.</param>
    private sealed record Row(string Name, int Bits, ScalarType? Type = null, ScalarType? Decoded = null);
}
