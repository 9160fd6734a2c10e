using SkiaSharp;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>Tells a format by a file's first bytes; names and declared types are not trusted.</summary>
internal delegate bool Signature(ReadOnlySpan<byte> file);

/// <summary>Reads the header.</summary>
/// <exception cref="CorruptImageException">The header is not complete.</exception>
/// <exception cref="UnsupportedImageException">A kind of this format that is not served.</exception>
internal delegate FileHeader HeaderReader(ReadOnlySpan<byte> file);

/// <summary>
/// Refuses files that end early. The codec notices only what it must read for one picture: not a missing end mark, a lost scan of a
/// progressive JPEG, or a lost frame of an animation.
/// </summary>
/// <returns>The file as the codec is to read it.</returns>
/// <exception cref="CorruptImageException">Says where the file ends.</exception>
internal delegate ReadOnlyMemory<byte> Completion(ReadOnlyMemory<byte> file, FileHeader header, DecodeLimits limits);

/// <summary>A header.</summary>
/// <param name="Width">Pixels, as stored.</param>
/// <param name="Height">Pixels, as stored.</param>
/// <param name="Origin">How the stored picture is to be turned.</param>
/// <param name="CodecBytes">Upper bound of what the codec holds besides the pixels that it gives.</param>
internal sealed record FileHeader(int Width, int Height, SKEncodedOrigin Origin, long CodecBytes)
{
    /// <summary>Whether upright width and height change places.</summary>
    public bool IsTurned => Origin >= SKEncodedOrigin.LeftTop;
}

/// <summary>A format that is served.</summary>
/// <param name="IsReadInStrips">Whether the codec gives rows as it goes; else it wants room for the whole picture.</param>
internal sealed record ImageFormat(
    string Name, Signature Matches, HeaderReader ReadHeader, Completion Complete, bool IsReadInStrips = false)
{
    private static readonly ImageFormat[] Served =
    [
        new("JPEG", JpegFile.Matches, JpegFile.ReadHeader, JpegFile.Complete, IsReadInStrips: true),
        new("PNG", PngFile.Matches, PngFile.ReadHeader, PngFile.Complete),
        new("WebP", WebPFile.Matches, WebPFile.ReadHeader, WebPFile.Complete),
        new("GIF", GifFile.Matches, GifFile.ReadHeader, GifFile.Complete),
        new("BMP", BmpFile.Matches, BmpFile.ReadHeader, BmpFile.Complete),
    ];

    /// <exception cref="UnsupportedImageException">None of the formats served.</exception>
    public static ImageFormat Of(ReadOnlySpan<byte> file) => Find(file) ?? throw new UnsupportedImageException(
        "The file is not an image of an accepted format. Accepted: JPEG, PNG, WebP, GIF (first frame), BMP.");

    /// <summary>Null for none of the formats served.</summary>
    public static ImageFormat? Find(ReadOnlySpan<byte> file)
    {
        foreach (var format in Served)
        {
            if (format.Matches(file))
                return format;
        }
        return null;
    }
}

internal static class FileParts
{
    /// <summary>The bytes asked for, or the refusal that names the part of the file they belong to.</summary>
    public static ReadOnlySpan<byte> Take(this ReadOnlySpan<byte> file, long start, long length, string part) =>
        start + length <= file.Length ? file.Slice((int)start, (int)length) : throw EndsInside(file, part);

    /// <summary>The refusal of a file that ends too early.</summary>
    public static CorruptImageException EndsInside(ReadOnlySpan<byte> file, string part) =>
        new(FormattableString.Invariant($"The file is truncated: it ends after {file.Length} bytes, inside {part}."));
}
