using System.Buffers.Binary;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>WebP: a RIFF container that states its length. RFC 9649.</summary>
internal static class WebPStructure
{
    private const int FirstChunk = 12;
    private const int FirstData = 20;

    public static (int Width, int Height) ReadSize(ReadOnlySpan<byte> file)
    {
        var header = file.Take(0, FirstData + 10, "the WebP header");
        var kind = header.Slice(FirstChunk, 4);
        var data = header[FirstData..];
        if (kind.SequenceEqual("VP8X"u8))
            return (ReadUInt24(data[4..]) + 1, ReadUInt24(data[7..]) + 1);
        if (kind.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        return kind.SequenceEqual("VP8 "u8)
            ? (BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF)
            : throw new CorruptImageException("The WebP file does not begin with a picture.");
    }

    public static void CheckComplete(ReadOnlySpan<byte> file) =>
        file.Take(8, BinaryPrimitives.ReadUInt32LittleEndian(file[4..]), "the WebP container");

    private static int ReadUInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
