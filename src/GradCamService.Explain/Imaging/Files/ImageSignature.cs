using System.Buffers.Binary;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>Tells formats by their first bytes; names and declared types are not trusted.</summary>
internal static class ImageSignature
{
    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <exception cref="UnsupportedImageException">None of the formats served.</exception>
    public static ImageFormat Identify(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(Jpeg))
            return ImageFormat.Jpeg;
        if (file.StartsWith(Png))
            return ImageFormat.Png;
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))
            return ImageFormat.Gif;
        if (file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..12].SequenceEqual("WEBP"u8))
            return ImageFormat.WebP;
        if (IsBmp(file))
            return ImageFormat.Bmp;
        throw new UnsupportedImageException(
            "The file is not an image of an accepted format. Accepted: JPEG, PNG, WebP, GIF (first frame), BMP.");
    }

    /// <summary>Two letters alone would take texts for bitmaps, so the size of the second header must be one that exists.</summary>
    private static bool IsBmp(ReadOnlySpan<byte> file) =>
        file.Length >= 18 && file.StartsWith("BM"u8)
        && BinaryPrimitives.ReadUInt32LittleEndian(file[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;
}
