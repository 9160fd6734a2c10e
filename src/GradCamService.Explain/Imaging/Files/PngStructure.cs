using System.Buffers.Binary;
using System.Text;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>PNG: a signature, then chunks of length, type, data, checksum, up to IEND. W3C PNG, section 5.</summary>
internal static class PngStructure
{
    private const int Signature = 8;

    public static (int Width, int Height) ReadSize(ReadOnlySpan<byte> file)
    {
        var header = file.Take(Signature, 16, "the PNG header");
        return header[4..8].SequenceEqual("IHDR"u8)
            ? (BinaryPrimitives.ReadInt32BigEndian(header[8..]), BinaryPrimitives.ReadInt32BigEndian(header[12..]))
            : throw new CorruptImageException("The PNG file does not begin with its header.");
    }

    public static void CheckComplete(ReadOnlySpan<byte> file)
    {
        for (long at = Signature; ;)
        {
            var head = file.Take(at, 8, "the PNG chunks: the end chunk is missing");
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            file.Take(at, length + 12L, $"the PNG chunk '{Encoding.Latin1.GetString(head[4..])}'");
            if (head[4..].SequenceEqual("IEND"u8))
                return;
            at += length + 12L;
        }
    }
}
