using System.Runtime.InteropServices;
using GradCamService.Onnx.Loading.Proto;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>A stored tensor → a libtorch tensor on the CPU, owned by the caller. Reads raw data, typed fields and external files.</summary>
internal sealed class TensorReader(ExternalData external)
{
    public Tensor Read(TensorProto proto)
    {
        var type = ElementTypes.Of(proto.DataType);
        var count = CountOf(proto);
        var raw = proto.DataLocation == TensorProto.Types.DataLocation.External
            ? external.Read(proto, count * StoredBytes(proto.DataType))
            : null;
        return raw is not null ? FromBytes(proto, type, count, raw)
            : proto.HasRawData ? FromBytes(proto, type, count, proto.RawData.Span)
            : FromFields(proto, type, count);
    }

    private static Tensor FromBytes(TensorProto proto, ScalarType type, long count, ReadOnlySpan<byte> raw)
    {
        var width = StoredBytes(proto.DataType);
        if (raw.Length != count * width)
            throw Malformed(proto, $"holds {raw.Length} bytes where its shape needs {count * width}");
        if (count == 0)
            return zeros(proto.Dims.ToArray(), type);
        return proto.DataType switch
        {
            4 => tensor(Widen<ushort, int>(raw, value => value), proto.Dims.ToArray()),
            12 => tensor(Widen<uint, long>(raw, value => value), proto.Dims.ToArray()),
            _ => Copy(raw, type, proto.Dims.ToArray()),
        };
    }

    private static Tensor Copy(ReadOnlySpan<byte> raw, ScalarType type, long[] shape)
    {
        var copy = empty(shape, type);
        raw.CopyTo(copy.bytes);
        return copy;
    }

    private static Tensor FromFields(TensorProto proto, ScalarType type, long count)
    {
        var shape = proto.Dims.ToArray();
        if (count == 0)
            return zeros(shape, type);
        return proto.DataType switch
        {
            1 => tensor(Exactly(proto, proto.FloatData.ToArray(), count), shape),
            11 => tensor(Exactly(proto, proto.DoubleData.ToArray(), count), shape),
            7 => tensor(Exactly(proto, proto.Int64Data.ToArray(), count), shape),
            12 or 13 => tensor(Exactly(proto, proto.Uint64Data.Select(value => (long)value).ToArray(), count), shape),
            10 or 16 => HalfBits(Exactly(proto, proto.Int32Data.Select(value => (short)value).ToArray(), count), type, shape),
            14 => tensor(Exactly(proto, proto.FloatData.ToArray(), 2 * count), [.. shape, 2]).view_as_complex(),
            15 => tensor(Exactly(proto, proto.DoubleData.ToArray(), 2 * count), [.. shape, 2]).view_as_complex(),
            _ => tensor(Exactly(proto, proto.Int32Data.ToArray(), count), shape).to(type),
        };
    }

    private static Tensor HalfBits(short[] bits, ScalarType type, long[] shape) => Copy(MemoryMarshal.AsBytes(bits.AsSpan()), type, shape);

    private static TTo[] Widen<TFrom, TTo>(ReadOnlySpan<byte> raw, Func<TFrom, TTo> widen) where TFrom : unmanaged =>
        Array.ConvertAll(MemoryMarshal.Cast<byte, TFrom>(raw).ToArray(), value => widen(value));

    private static T[] Exactly<T>(TensorProto proto, T[] values, long count) =>
        values.LongLength == count ? values : throw Malformed(proto, $"holds {values.LongLength} values where its shape needs {count}");

    /// <summary>Number of elements. Sizes that no file can hold are refused before anything is allocated for them.</summary>
    private static long CountOf(TensorProto proto)
    {
        var count = 1L;
        foreach (var size in proto.Dims)
        {
            if (size < 0)
                throw Malformed(proto, $"has the size {size} in its shape");
            if (size > 0 && count > int.MaxValue / size)
                throw Malformed(proto, "has a shape of more than 2^31 elements");
            count *= size;
        }
        return count;
    }

    private static int StoredBytes(int onnxType) => onnxType switch
    {
        2 or 3 or 9 => 1,
        4 or 5 or 10 or 16 => 2,
        1 or 6 or 12 => 4,
        7 or 11 or 13 or 14 => 8,
        15 => 16,
        _ => throw new OnnxException($"element type {ElementTypes.NameOf(onnxType)} is not supported"),
    };

    private static OnnxException Malformed(TensorProto proto, string what) => new($"tensor '{proto.Name}' {what}");
}
