using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>PNG: a signature, then chunks of length, type, data, checksum, up to IEND. W3C PNG, section 5.</summary>
internal static class PngStructure
{
    private const int Signature = 8;
    private const int ChunkFrame = 12;

    public static (int Width, int Height) ReadSize(ReadOnlySpan<byte> file)
    {
        var header = file.Take(Signature, 16, "the PNG header");
        return header[4..8].SequenceEqual("IHDR"u8)
            ? (BinaryPrimitives.ReadInt32BigEndian(header[8..]), BinaryPrimitives.ReadInt32BigEndian(header[12..]))
            : throw new CorruptImageException("The PNG file does not begin with its header.");
    }

    public static void CheckComplete(ReadOnlySpan<byte> file) => Find(file, "IEND"u8);

    /// <summary>The codec reads EXIF in JPEG and WebP, but not PNG's eXIf chunk.</summary>
    public static SKEncodedOrigin ReadOrientation(ReadOnlySpan<byte> file) => ExifOrientation.Read(Find(file, "eXIf"u8));

    /// <summary>Data of the first chunk of this type; empty where the end chunk comes first.</summary>
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> file, ReadOnlySpan<byte> type)
    {
        for (long at = Signature; ;)
        {
            var head = file.Take(at, 8, "the PNG chunks: the end chunk is missing");
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            var chunk = file.Take(at, length + ChunkFrame, $"the PNG chunk '{Encoding.Latin1.GetString(head[4..])}'");
            if (head[4..].SequenceEqual(type))
                return chunk[8..^4];
            if (head[4..].SequenceEqual("IEND"u8))
                return [];
            at += length + ChunkFrame;
        }
    }
}
