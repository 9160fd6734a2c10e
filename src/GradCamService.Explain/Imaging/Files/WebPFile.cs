using System.Buffers.Binary;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>WebP: a RIFF container that states its length, of chunks of type, length, data, each of even length. RFC 9649.</summary>
internal static class WebPFile
{
    private const int FirstChunk = 12;
    private const int ChunkHead = 8;

    // The lossless decoder keeps the picture once more with four bytes a pixel; the lossy one keeps an alpha plane. The file is copied.
    private const int CodecBytesAPixel = 5;

    public static bool Matches(ReadOnlySpan<byte> file) =>
        file.Length >= FirstChunk && file.StartsWith("RIFF"u8) && file[8..FirstChunk].SequenceEqual("WEBP"u8);

    public static FileHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var (width, height) = ReadSize(file);
        var codecBytes = ((long)CodecBytesAPixel * width * height) + file.Length;
        return new FileHeader(width, height, ExifOrientation.Read(Find(file, "EXIF"u8)), codecBytes);
    }

    public static ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> file, FileHeader header, DecodeLimits limits)
    {
        file.Span.Take(8, BinaryPrimitives.ReadUInt32LittleEndian(file.Span[4..]), "the WebP container");
        return file;
    }

    private static (int Width, int Height) ReadSize(ReadOnlySpan<byte> file)
    {
        const string Part = "the WebP header";
        var kind = file.Take(FirstChunk, 4, Part);
        var data = FirstChunk + ChunkHead;
        if (kind.SequenceEqual("VP8X"u8))
        {
            var canvas = file.Take(data + 4, 6, Part);
            return (ReadUInt24(canvas) + 1, ReadUInt24(canvas[3..]) + 1);
        }
        if (kind.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(file.Take(data + 1, 4, Part));
            return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }
        if (!kind.SequenceEqual("VP8 "u8))
            throw new CorruptImageException("The WebP file does not begin with a picture.");
        var frame = file.Take(data + 6, 4, Part);
        return (BinaryPrimitives.ReadUInt16LittleEndian(frame) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(frame[2..]) & 0x3FFF);
    }

    /// <summary>Data of the first chunk of this type; empty where there is none that is whole.</summary>
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> file, ReadOnlySpan<byte> type)
    {
        for (var rest = file[FirstChunk..]; rest.Length >= ChunkHead;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (length > rest.Length - ChunkHead)
                break;
            if (rest.StartsWith(type))
                return rest.Slice(ChunkHead, (int)length);
            rest = rest[Math.Min(ChunkHead + (int)length + ((int)length & 1), rest.Length)..];
        }
        return [];
    }

    private static int ReadUInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
