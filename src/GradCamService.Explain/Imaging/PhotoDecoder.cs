using System.Buffers;
using GradCamService.Explain.Imaging.Decoding;
using SkiaSharp;

namespace GradCamService.Explain.Imaging;

/// <summary>
/// Uploads to pixels: JPEG (gray, CMYK and progressive too), PNG, WebP, GIF (first frame), BMP. Embedded colour profiles are
/// ignored, as networks are trained on raw values; 16-bit channels keep their upper 8 bits; transparency lies on white.
/// </summary>
public static class PhotoDecoder
{
    /// <summary>All pixels, turned upright. Safe to call from many threads.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="limits">What an upload may cost.</param>
    /// <exception cref="UnsupportedImageException">Not an image, or a format that is not served.</exception>
    /// <exception cref="ImageTooLargeException">More pixels than allowed; thrown before memory for pixels is taken.</exception>
    /// <exception cref="CorruptImageException">Truncated or damaged.</exception>
    public static Photo Decode(ReadOnlyMemory<byte> file, DecodeLimits limits)
    {
        using var decoded = Decode(file, limits, null, keepsAlpha: false, CancellationToken.None);
        return new Photo(decoded.View.Width, decoded.View.Height, decoded.View.Pixels.ToArray());
    }

    /// <param name="file">The whole file.</param>
    /// <param name="limits">What an upload may cost.</param>
    /// <param name="reduction">Where only a network sees the photo, how far a JPEG may be reduced; null for every pixel.</param>
    /// <param name="keepsAlpha">Whether the network sees how opaque pixels are; then the colours are not laid on white yet.</param>
    /// <param name="cancellation">Checked before anything is decoded and between strips of rows.</param>
    internal static DecodedPhoto Decode(
        ReadOnlyMemory<byte> file, DecodeLimits limits, Reduction? reduction, bool keepsAlpha, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var header = ImageHeader.Read(file.Span, limits);
        var whole = header.Kind.Complete(file, header.Stored, limits);
        using var pin = whole.Pin();
        using var codec = Open(pin, whole.Length, header, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (codec is null)
            throw new CorruptImageException($"The {header.Format} file is damaged: its header cannot be read.");
        ImageHeader.CheckSize(codec.Info.Width, codec.Info.Height, limits);
        var size = header.Kind.IsReadInStrips && reduction is not null
            ? codec.GetScaledDimensions(reduction.Eighths(header.Width, header.Height) / 8f)
            : codec.Info.Size;
        return new CodecRun(codec, size, header, keepsAlpha, cancellation).Decode();
    }

    /// <summary>A codec of strips reads fastest from memory; one of whole pictures can only be stopped by what it reads from.</summary>
    private static unsafe SKCodec? Open(MemoryHandle pin, int length, ImageHeader header, CancellationToken cancellation)
    {
        if (!header.Kind.IsReadInStrips)
            return SKCodec.Create(new PinnedStream((byte*)pin.Pointer, length, cancellation));
        using var data = SKData.Create((nint)pin.Pointer, length);
        return SKCodec.Create(data);
    }
}
