using System.Buffers.Binary;
using SkiaSharp;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>GIF: a screen descriptor, then images and extensions made of sub-blocks, up to the trailer. GIF89a specification.</summary>
internal static class GifFile
{
    private const byte Extension = 0x21;
    private const byte Image = 0x2C;
    private const byte Trailer = 0x3B;
    private const int ScreenDescriptorEnd = 13;
    private const int ImageDescriptorLength = 10;

    // The codec decodes to a palette's numbers, and to colours of its own where the picture is not what is asked for.
    private const int CodecBytesAPixel = 5;

    public static bool Matches(ReadOnlySpan<byte> file) => file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8);

    public static FileHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var screen = file.Take(0, ScreenDescriptorEnd, "the GIF header");
        var (width, height) = (UInt16(screen[6..]), UInt16(screen[8..]));

        // The first picture can reach beyond the screen, and all of it is shown.
        var first = Find(file, Image);
        if (first >= 0 && first + ImageDescriptorLength <= file.Length)
        {
            var picture = file.Slice((int)first, ImageDescriptorLength);
            width = Math.Max(width, UInt16(picture[1..]) + UInt16(picture[5..]));
            height = Math.Max(height, UInt16(picture[3..]) + UInt16(picture[7..]));
        }
        return new FileHeader(width, height, SKEncodedOrigin.TopLeft, (long)CodecBytesAPixel * width * height);
    }

    public static ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> file, FileHeader header, DecodeLimits limits)
    {
        var end = Find(file.Span, Trailer);
        if (end >= file.Length)
            throw FileParts.EndsInside(file.Span, "the GIF blocks: the trailer is missing");
        if (end < 0)
            throw new CorruptImageException(FormattableString.Invariant(
                $"The GIF file has an unknown block 0x{file.Span[(int)~end]:X2} at byte {~end}."));
        return file;
    }

    /// <returns>
    /// Position of the first block of this kind; not below the file's length where it ends before; the complement of an unknown block's.
    /// </returns>
    private static long Find(ReadOnlySpan<byte> file, byte wanted)
    {
        long at = ScreenDescriptorEnd + ColorTableLength(file[10]);
        while (at < file.Length && file[(int)at] != wanted)
        {
            switch (file[(int)at])
            {
                case Extension:
                    at = SkipSubBlocks(file, at + 2);
                    break;
                case Image when at + ImageDescriptorLength <= file.Length:
                    at = SkipSubBlocks(file, at + ImageDescriptorLength + ColorTableLength(file[(int)at + 9]) + 1);
                    break;
                case Image:
                    return file.Length;
                case Trailer:
                    return -1;
                default:
                    return ~at;
            }
        }
        return at;
    }

    private static int ColorTableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static long SkipSubBlocks(ReadOnlySpan<byte> file, long at)
    {
        while (at < file.Length && file[(int)at] is var length and not 0)
            at += length + 1;
        return at + 1;
    }

    private static int UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
