using System.Buffers.Binary;
using SkiaSharp;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>The orientation entry of an EXIF block. EXIF 2.3, section 4.6.2: a TIFF header, then directories of 12-byte entries.</summary>
internal static class ExifOrientation
{
    private const ushort OrientationTag = 0x0112;
    private const int EntryLength = 12;

    /// <summary>Begins the block in a JPEG, and by mistake of some writers elsewhere.</summary>
    public static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    /// <summary>Upright where the block is absent, damaged, or says nothing: a bad label does not spoil a good picture.</summary>
    public static SKEncodedOrigin Read(ReadOnlySpan<byte> exif)
    {
        exif = exif.StartsWith(Prefix) ? exif[Prefix.Length..] : exif;
        if (exif.Length < 8)
            return SKEncodedOrigin.TopLeft;
        var littleEndian = exif.StartsWith("II"u8);
        var directory = UInt32(exif[4..], littleEndian);
        if (directory > exif.Length - 2)
            return SKEncodedOrigin.TopLeft;
        var entries = exif[(int)directory..];
        for (var count = UInt16(entries, littleEndian); count > 0; count--)
        {
            var at = 2 + ((count - 1) * EntryLength);
            if (at + EntryLength > entries.Length || UInt16(entries[at..], littleEndian) != OrientationTag)
                continue;
            var value = (SKEncodedOrigin)UInt16(entries[(at + 8)..], littleEndian);
            return Enum.IsDefined(value) ? value : SKEncodedOrigin.TopLeft;
        }

        return SKEncodedOrigin.TopLeft;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
