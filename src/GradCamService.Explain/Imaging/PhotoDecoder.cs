using System.Buffers;
using System.Runtime.InteropServices;
using GradCamService.Explain.Imaging.Files;
using SkiaSharp;

namespace GradCamService.Explain.Imaging;

/// <summary>
/// Uploads to pixels: JPEG (gray, CMYK and progressive too), PNG, WebP, GIF (first frame), BMP. Embedded colour profiles are
/// ignored, as networks are trained on raw values; 16-bit channels keep their upper 8 bits; transparency lies on white.
/// </summary>
public static class PhotoDecoder
{
    /// <summary>Decodes and turns upright. Safe to call from many threads.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="limits">What an upload may cost.</param>
    /// <param name="reduction">Where only a network sees the photo, how far a JPEG may be reduced; null for every pixel.</param>
    /// <exception cref="UnsupportedImageException">Not an image, or a format that is not served.</exception>
    /// <exception cref="ImageTooLargeException">More pixels than allowed; thrown before memory for pixels is taken.</exception>
    /// <exception cref="CorruptImageException">Truncated or damaged.</exception>
    public static Photo Decode(ReadOnlyMemory<byte> file, DecodeLimits limits, Reduction? reduction = null)
    {
        var format = ImageSignature.Identify(file.Span);
        var (width, height) = FileStructure.ReadSize(format, file.Span);
        CheckSize(width, height, limits);
        FileStructure.CheckComplete(format, file.Span);
        using var pin = file.Pin();
        using var data = Share(pin, file.Length);
        using var codec = SKCodec.Create(data)
            ?? throw new CorruptImageException($"The {format} file is damaged: its header cannot be read.");

        // The codec may see a larger canvas than the header: a GIF's first frame can reach beyond its screen.
        CheckSize(codec.Info.Width, codec.Info.Height, limits);
        var origin = format == ImageFormat.Png ? PngStructure.ReadOrientation(file.Span) : codec.EncodedOrigin;
        return Decode(codec, format, origin, format == ImageFormat.Jpeg ? reduction : null);
    }

    private static void CheckSize(int width, int height, DecodeLimits limits)
    {
        if ((long)width * height > limits.MaxPixels)
            throw new ImageTooLargeException(width, height, limits.MaxPixels);
    }

    private static unsafe SKData Share(MemoryHandle pin, int length) => SKData.Create((nint)pin.Pointer, length);

    private static unsafe Photo Decode(SKCodec codec, ImageFormat format, SKEncodedOrigin origin, Reduction? reduction)
    {
        var opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        var alpha = opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul;

        var (width, height) = UprightCopy.IsTurned(origin) ? (codec.Info.Height, codec.Info.Width) : (codec.Info.Width, codec.Info.Height);
        var size = reduction is null ? codec.Info.Size : codec.GetScaledDimensions(reduction.Eighths(width, height) / 8f);

        // Without a colour space in the target the codec converts none.
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, alpha, null);
        if (info.BytesSize64 > int.MaxValue)
            throw new ImageTooLargeException(info.Width, info.Height, int.MaxValue / 4);
        var pixels = NativeMemory.AllocZeroed((nuint)info.BytesSize64);
        try
        {
            var result = codec.GetPixels(info, (nint)pixels);
            if (result != SKCodecResult.Success)
                throw new CorruptImageException(Describe(result, format));
            var rgba = new Span<byte>(pixels, info.BytesSize);
            if (!opaque)
                WhiteBackground.Blend(rgba);
            return UprightCopy.Of(rgba, info.Width, info.Height, origin) with { FullWidth = width, FullHeight = height };
        }
        finally
        {
            NativeMemory.Free(pixels);
        }
    }

    private static string Describe(SKCodecResult result, ImageFormat format) => result switch
    {
        SKCodecResult.IncompleteInput => $"The {format} file is truncated: its picture data ends early.",
        SKCodecResult.ErrorInInput => $"The {format} file is damaged: its picture data cannot be decoded.",
        _ => $"The {format} file cannot be decoded ({result}).",
    };
}
