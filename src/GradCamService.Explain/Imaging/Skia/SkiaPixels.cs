using SkiaSharp;

namespace GradCamService.Explain.Imaging.Skia;

/// <summary>Pictures of three bytes a pixel to Skia's of four, and back.</summary>
internal static class SkiaPixels
{
    /// <summary>Opaque; the caller disposes it.</summary>
    public static SKBitmap ToBitmap(Picture picture)
    {
        var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = bitmap.GetPixelSpan();
        for (int from = 0, to = 0; from < picture.Pixels.Length; from += 3, to += 4)
        {
            picture.Pixels.AsSpan(from, 3).CopyTo(pixels[to..]);
            pixels[to + 3] = byte.MaxValue;
        }
        return bitmap;
    }

    /// <param name="bitmap">RGBA, opaque.</param>
    public static Picture ToPicture(SKBitmap bitmap)
    {
        var pixels = bitmap.GetPixelSpan();
        var rgb = new byte[bitmap.Width * bitmap.Height * 3];
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
            pixels.Slice(from, 3).CopyTo(rgb.AsSpan(to));
        return new Picture(bitmap.Width, bitmap.Height, rgb);
    }
}
