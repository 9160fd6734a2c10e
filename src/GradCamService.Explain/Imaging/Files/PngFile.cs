using System.Buffers.Binary;
using System.Text;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>PNG: a signature, then chunks of length, type, data, checksum, up to IEND. W3C PNG, section 5.</summary>
internal static class PngFile
{
    private const int ChunkFrame = 12;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool Matches(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    public static FileHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var header = file.Take(Signature.Length, 21, "the PNG header");
        if (!header[4..8].SequenceEqual("IHDR"u8))
            throw new CorruptImageException("The PNG file does not begin with its header.");
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header[8..]), BinaryPrimitives.ReadInt32BigEndian(header[12..]));
        var (depth, color, isInterlaced) = (header[16], header[17], header[20] != 0);

        // The codec keeps the rows of an interlaced picture as they are stored (a palette's as colours), else two rows.
        var bytesAPixel = (depth == 16 ? 2 : 1) * (color switch { 0 => 1, 2 => 3, 4 => 2, _ => 4 });
        var rows = isInterlaced ? height : 2;

        // The codec reads EXIF in JPEG and WebP, but not PNG's eXIf chunk.
        return new FileHeader(width, height, ExifOrientation.Read(Find(file, "eXIf"u8)), (long)width * rows * bytesAPixel);
    }

    public static ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> file, FileHeader header, DecodeLimits limits)
    {
        var chunks = new Chunks(file.Span);
        while (chunks.Next())
        {
            if (chunks.Type.SequenceEqual("IEND"u8))
                return file;
        }
        throw FileParts.EndsInside(file.Span, chunks.Type.IsEmpty
            ? "the PNG chunks: the end chunk is missing"
            : $"the PNG chunk '{Encoding.Latin1.GetString(chunks.Type)}'");
    }

    /// <summary>Data of the first chunk of this type; empty where the end comes first.</summary>
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> file, ReadOnlySpan<byte> type)
    {
        var chunks = new Chunks(file);
        while (chunks.Next() && !chunks.Type.SequenceEqual("IEND"u8))
        {
            if (chunks.Type.SequenceEqual(type))
                return chunks.Data;
        }
        return [];
    }

    private ref struct Chunks(ReadOnlySpan<byte> file)
    {
        private ReadOnlySpan<byte> _rest = file[Signature.Length..];

        /// <summary>Four letters; empty where the file ends before them.</summary>
        public ReadOnlySpan<byte> Type { get; private set; }

        public ReadOnlySpan<byte> Data { get; private set; }

        /// <summary>False where the file ends before or within the next chunk.</summary>
        public bool Next()
        {
            Type = _rest.Length < 8 ? [] : _rest[4..8];
            if (Type.IsEmpty)
                return false;
            var length = BinaryPrimitives.ReadUInt32BigEndian(_rest);
            if (_rest.Length < length + ChunkFrame)
                return false;
            Data = _rest.Slice(8, (int)length);
            _rest = _rest[((int)length + ChunkFrame)..];
            return true;
        }
    }
}
