using System.Runtime.InteropServices;
using GradCamService.Onnx.Proto;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// A stored tensor → a libtorch tensor on the CPU, owned by the caller. Reads typed fields, raw data, and bytes that lie in the ONNX
/// file or beside it straight into the tensor's memory.
/// </summary>
/// <param name="external">Files beside the model.</param>
/// <param name="file">The ONNX file, where large arrays were left in it.</param>
/// <param name="widens">Whether float16 and bfloat16 become float32.</param>
internal sealed class TensorReader(ExternalData external, FileBytes? file = null, bool widens = false)
{
    // No file that is worth loading has tensors of more axes; libtorch's own limit lies above.
    private const int MostAxes = 16;

    // Constants of a function are read at each call of it, and tensors may share a range of an external file: a small file must not
    // become a large network by that.
    private const int MostCopies = 4;
    private const long FreeBytes = 64 << 20;

    private long _made;

    public Tensor Read(TensorProto proto)
    {
        var type = ElementTypes.OfStored(proto.DataType);
        var count = CountOf(proto);
        var bytes = checked((count * ElementTypes.StoredBits(proto.DataType) + 7) / 8);
        if (bytes > Array.MaxLength)
            throw Malformed(proto, $"has {bytes} bytes; at most {Array.MaxLength} can be read");
        var fill = Source(proto, bytes);
        Count(proto, bytes);
        var stored = fill is not null ? FromBytes(proto, type, (int)bytes, fill) : FromFields(proto, type, count, bytes);
        if (!widens || !ElementTypes.IsHalf(proto.DataType))
            return stored;
        using (stored)
            return stored.to(ScalarType.Float32);
    }

    private delegate void Fill(Span<byte> bytes);

    /// <summary>Where the bytes come from, after a look at whether they are there; null where they are numbers in typed fields.</summary>
    private Fill? Source(TensorProto proto, long bytes)
    {
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
            return external.Locate(proto, bytes).ReadInto;
        if (proto.HasStoredOffset && file is not null)
        {
            CheckLength(proto, proto.StoredBytes, bytes);
            return destination => file.ReadAt(proto.StoredOffset, destination);
        }
        if (!proto.HasRawData)
            return null;
        CheckLength(proto, proto.RawData.Length, bytes);
        return destination => proto.RawData.Span.CopyTo(destination);
    }

    private static Tensor FromBytes(TensorProto proto, ScalarType type, int bytes, Fill fill)
    {
        var shape = proto.Dims.ToArray();
        if (bytes == 0)
            return zeros(shape, type);
        switch (proto.DataType)
        {
            case 4:
                return tensor(Widen<ushort, int>(bytes, fill, value => value), shape);
            case 12:
                return tensor(Widen<uint, long>(bytes, fill, value => value), shape);
            case var narrow when ElementTypes.IsNarrow(narrow):
                return NarrowTypes.Decode(narrow, Widen<byte, byte>(bytes, fill, value => value), shape);
            default:
                var result = empty(shape, type);
                fill(result.bytes);
                return result;
        }
    }

    private static Tensor FromFields(TensorProto proto, ScalarType type, long count, long bytes)
    {
        var shape = proto.Dims.ToArray();
        if (count == 0)
            return zeros(shape, type);
        return proto.DataType switch
        {
            1 => tensor(Exactly(proto, proto.FloatData, count), shape),
            11 => tensor(Exactly(proto, proto.DoubleData, count), shape),
            7 => tensor(Exactly(proto, proto.Int64Data, count), shape),
            12 or 13 => tensor(Exactly(proto, proto.Uint64Data, count).Select(value => (long)value).ToArray(), shape),
            10 or 16 => HalfBits(Exactly(proto, proto.Int32Data, count), type, shape),
            14 => tensor(Exactly(proto, proto.FloatData, 2 * count), [.. shape, 2]).view_as_complex(),
            15 => tensor(Exactly(proto, proto.DoubleData, 2 * count), [.. shape, 2]).view_as_complex(),
            var narrow when ElementTypes.IsNarrow(narrow) =>
                NarrowTypes.Decode(narrow, Array.ConvertAll(Exactly(proto, proto.Int32Data, bytes), value => (byte)value), shape),
            _ => tensor(Exactly(proto, proto.Int32Data, count), shape).to(type),
        };
    }

    private static Tensor HalfBits(int[] bits, ScalarType type, long[] shape)
    {
        var result = empty(shape, type);
        MemoryMarshal.AsBytes(Array.ConvertAll(bits, value => (short)value).AsSpan()).CopyTo(result.bytes);
        return result;
    }

    private static TTo[] Widen<TFrom, TTo>(int bytes, Fill fill, Converter<TFrom, TTo> widen) where TFrom : unmanaged
    {
        var stored = new byte[bytes];
        fill(stored);
        return Array.ConvertAll(MemoryMarshal.Cast<byte, TFrom>(stored).ToArray(), widen);
    }

    private static T[] Exactly<T>(TensorProto proto, ICollection<T> values, long count) =>
        values.Count == count ? [.. values] : throw Malformed(proto, $"holds {values.Count} values where its shape needs {count}");

    /// <summary>Number of elements. Sizes that no file can hold are refused before anything is allocated for them.</summary>
    private static long CountOf(TensorProto proto)
    {
        if (proto.Dims.Count > MostAxes)
            throw Malformed(proto, $"has {proto.Dims.Count} axes; at most {MostAxes} are supported");
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

    private void Count(TensorProto proto, long bytes)
    {
        _made += bytes;
        LoadBudget.AddConstant(bytes);
        var stored = (file?.Length ?? 0) + external.BytesSeen;
        // A message in memory, not from a file, is as large as it is.
        if (file is not null && _made > MostCopies * stored + FreeBytes)
            throw Malformed(proto, $"makes {_made} bytes of tensors out of {stored} bytes of files");
    }

    private static void CheckLength(TensorProto proto, long found, long needed)
    {
        if (found != needed)
            throw Malformed(proto, $"holds {found} bytes where its shape needs {needed}");
    }

    private static OnnxException Malformed(TensorProto proto, string what) => new($"tensor '{proto.Name}' {what}");
}
