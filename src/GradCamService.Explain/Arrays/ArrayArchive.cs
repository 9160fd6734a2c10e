using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace GradCamService.Explain.Arrays;

/// <summary>
/// Numbers for <c>numpy.load</c>: a ZIP of little-endian float32 arrays, and JSON beside them. The same numbers make the same bytes. It is whole once
/// disposed.
/// </summary>
/// <param name="stream">Where it is written; stays open.</param>
public sealed class ArrayArchive(Stream stream) : IDisposable
{
    // The first that a ZIP can tell: a file must not depend on when it was written.
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Adds an array, a row after the other.</summary>
    /// <param name="name">Without an ending.</param>
    /// <param name="shape">Of a row; the array has one axis more.</param>
    /// <param name="rows">Row-major, each of the shape's size; at least one.</param>
    public void Add(string name, IReadOnlyList<int> shape, IReadOnlyList<float[]> rows)
    {
        using var array = Open(name + ".npy");
        array.Write(Header([rows.Count, .. shape]));
        foreach (var row in rows)
            array.Write(MemoryMarshal.AsBytes(row.AsSpan()));
    }

    /// <summary>Adds a text of JSON.</summary>
    /// <param name="name">With its ending.</param>
    /// <param name="value">What is written.</param>
    /// <param name="options">How.</param>
    public void AddJson<T>(string name, T value, JsonSerializerOptions options)
    {
        using var text = Open(name);
        JsonSerializer.Serialize(text, value, options);
    }

    public void Dispose() => _zip.Dispose();

    private Stream Open(string name)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Written;
        return entry.Open();
    }

    /// <summary>The header of NumPy's format, version 1.0: magic, length, a Python literal padded to 64 bytes.</summary>
    private static byte[] Header(IEnumerable<int> shape)
    {
        const int Alignment = 64;
        const int Prefix = 10;
        var literal = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}), }}";
        var length = (Prefix + literal.Length + 1 + Alignment - 1) / Alignment * Alignment - Prefix;
        return
        [
            0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8),
            .. Encoding.ASCII.GetBytes(literal.PadRight(length - 1)), (byte)'\n',
        ];
    }
}
