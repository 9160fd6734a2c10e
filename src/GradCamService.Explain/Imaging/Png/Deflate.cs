using System.IO.Compression;

namespace GradCamService.Explain.Imaging.Png;

/// <summary>One deflate stream (RFC 1951) in strips that are compressed side by side.</summary>
internal static class Deflate
{
    // Enough strips for the cores, and each long enough for its codes. The size, not the machine, decides: the same picture is the same file.
    private const int StripLength = 1 << 18;

    // What the Paeth filter leaves of a photo seldom repeats: a search for matches costs time and finds little, runs apart.
    private static readonly ZLibCompressionOptions Options = new()
    {
        CompressionLevel = 1,
        CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding,
    };

    public static ReadOnlyMemory<byte>[] Strips(ReadOnlyMemory<byte> data)
    {
        var strips = new ReadOnlyMemory<byte>[Math.Max((data.Length + StripLength - 1) / StripLength, 1)];
        Parallel.For(0, strips.Length, i =>
        {
            var strip = data[(i * StripLength)..Math.Min((i + 1) * StripLength, data.Length)];
            strips[i] = Compress(strip.Span, isLast: i == strips.Length - 1);
        });
        return strips;
    }

    private static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> data, bool isLast)
    {
        using var compressed = new MemoryStream(data.Length / 2);
        using var deflate = new DeflateStream(compressed, Options, leaveOpen: true);
        deflate.Write(data);
        // Ends on a whole byte, without the mark of the last block.
        deflate.Flush();
        if (isLast)
            deflate.Dispose();
        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }
}
