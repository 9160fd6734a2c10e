using System.Buffers;
using System.IO.Compression;

namespace GradCamService.Explain.Imaging.Png;

/// <summary>One deflate stream (RFC 1951) in strips that were compressed side by side. It owns their memory.</summary>
internal sealed class Deflate : IDisposable
{
    // Enough strips for the cores, and each long enough for its codes. The size, not the machine, decides: the same picture is the same file.
    private const int StripLength = 1 << 18;

    // A strip that cannot be compressed grows by five bytes a block of 16 KiB at most; this is far more.
    private const int Room = StripLength + StripLength / 8;

    // What the Paeth filter leaves of a photo seldom repeats: a search for matches costs time and finds little, runs apart.
    private static readonly ZLibCompressionOptions Options = new()
    {
        CompressionLevel = 1,
        CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding,
    };

    private readonly byte[] _buffer;
    private readonly ReadOnlyMemory<byte>[] _strips;

    public Deflate(ReadOnlyMemory<byte> data)
    {
        _strips = new ReadOnlyMemory<byte>[Math.Max((data.Length + StripLength - 1) / StripLength, 1)];
        _buffer = ArrayPool<byte>.Shared.Rent(checked(_strips.Length * Room));
        Parallel.For(0, _strips.Length, i =>
        {
            var strip = data[(i * StripLength)..Math.Min((i + 1) * StripLength, data.Length)];
            _strips[i] = _buffer.AsMemory(i * Room, Compress(strip.Span, i * Room, isLast: i == _strips.Length - 1));
        });
    }

    /// <summary>In order, until this is disposed.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Strips => _strips;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <returns>Compressed bytes, which lie in the buffer from <paramref name="start"/> on.</returns>
    private int Compress(ReadOnlySpan<byte> data, int start, bool isLast)
    {
        using var compressed = new MemoryStream(_buffer, start, Room);
        using var deflate = new DeflateStream(compressed, Options, leaveOpen: true);
        deflate.Write(data);
        // Ends on a whole byte, without the mark of the last block.
        deflate.Flush();
        if (isLast)
            deflate.Dispose();
        return (int)compressed.Position;
    }
}
