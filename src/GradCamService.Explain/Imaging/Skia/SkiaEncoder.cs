using SkiaSharp;

namespace GradCamService.Explain.Imaging.Skia;

/// <summary>Pictures to the files of Skia's lossy encoders.</summary>
internal static class SkiaEncoder
{
    // Of 100: heat is smooth and photos hide what is lost; letters and lines stay sharp.
    private const int Quality = 85;

    /// <summary>Baseline, colours at half the resolution.</summary>
    public static byte[] Jpeg(Picture picture)
    {
        var options = new SKJpegEncoderOptions(Quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore);
        return Encode(picture, pixels => pixels.Encode(options));
    }

    /// <summary>Lossy.</summary>
    public static byte[] WebP(Picture picture)
    {
        var options = new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, Quality);
        return Encode(picture, pixels => pixels.Encode(options));
    }

    private static byte[] Encode(Picture picture, Func<SKPixmap, SKData?> encode)
    {
        using var bitmap = SkiaPixels.ToBitmap(picture);
        using var pixels = bitmap.PeekPixels();
        using var file = encode(pixels)
            ?? throw new InvalidOperationException($"A picture of {picture.Width} × {picture.Height} pixels cannot be encoded.");
        return file.ToArray();
    }
}
