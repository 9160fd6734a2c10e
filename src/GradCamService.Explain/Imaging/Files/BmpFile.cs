using System.Buffers.Binary;
using SkiaSharp;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>BMP: a file header of 14 bytes, then one of several information headers that begins with its length.</summary>
internal static class BmpFile
{
    private const int FileHeaderLength = 14;
    private const int CoreHeader = 12;

    /// <summary>
    /// Two letters alone would take texts for bitmaps, so the length of the second header must be one that exists: OS/2's first, its second
    /// (which may stop behind any field), or one of Windows.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> file) =>
        file.Length >= 18 && file.StartsWith("BM"u8)
        && BinaryPrimitives.ReadUInt32LittleEndian(file[FileHeaderLength..])
            is 12 or 16 or 20 or 24 or 28 or 32 or 36 or 40 or 42 or 46 or 48 or 52 or 56 or 60 or 64 or 108 or 124;

    public static FileHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var header = file.Take(FileHeaderLength, CoreHeader, "the BMP header");
        if (BinaryPrimitives.ReadInt32LittleEndian(header) == CoreHeader)
            return Of(BinaryPrimitives.ReadUInt16LittleEndian(header[4..]), BinaryPrimitives.ReadUInt16LittleEndian(header[6..]));

        // A negative height says that rows are stored from top to bottom.
        var height = Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(header[8..]));
        return Of(BinaryPrimitives.ReadInt32LittleEndian(header[4..]), (int)Math.Min(height, int.MaxValue));
    }

    /// <summary>A bitmap has no end mark; the codec itself reports rows that are missing.</summary>
    public static ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> file, FileHeader header, DecodeLimits limits) => file;

    // The codec reads row by row, of at most four bytes a pixel.
    private static FileHeader Of(int width, int height) => new(width, height, SKEncodedOrigin.TopLeft, 4L * width);
}
