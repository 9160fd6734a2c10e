using GradCamService.Explain.Imaging.Skia;
using SkiaSharp;

namespace GradCamService.Explain.Imaging.Lettering;

/// <summary>Lines of text and colour under a picture, on white.</summary>
internal static class Strips
{
    /// <summary>What is under a picture is at least so wide, so that it can be read; a narrower picture stands at its left.</summary>
    public const int LeastWidth = 320;

    private const int LeastSize = 13;
    private const int MostSize = 36;
    private const int LongSideALetter = 36;
    private const float Leading = 1.7f;

    /// <summary>Most pixels that a number of strips add to a picture.</summary>
    public static long MostPixels(int width, int height, int strips) =>
        strips == 0 ? 0 : (Math.Max(width, LeastWidth) * (long)(height + (strips * HeightOf(MostSize)))) - ((long)width * height);

    /// <summary>A line of text.</summary>
    /// <param name="picture">Any.</param>
    /// <param name="name">Shortened where the line is too long.</param>
    /// <param name="rest">Behind it; shortened only where nothing of the name is left.</param>
    /// <param name="longSide">Of what the letters are to be in proportion to, in pixels.</param>
    public static Picture WithLine(Picture picture, string name, string rest, int longSide) => With(picture, longSide, (canvas, font, strip) =>
    {
        var width = strip.Width - font.Size;
        var shown = Letters.Shorten(name, font, width - font.MeasureText(rest));
        Letters.Write(canvas, Letters.Shorten(shown + rest, font, width), font.Size / 2, strip.Top, font);
    });

    /// <summary>A scale of colours with the values at its ends.</summary>
    /// <param name="picture">Any.</param>
    /// <param name="scale">What the colours mean.</param>
    /// <param name="longSide">Of what the letters are to be in proportion to, in pixels.</param>
    public static Picture WithScale(Picture picture, ColorScale scale, int longSide) => With(picture, longSide, (canvas, font, strip) =>
    {
        var gap = font.Size / 2;
        var (left, right) = (gap + font.MeasureText(scale.Low) + gap, strip.Width - gap - font.MeasureText(scale.High) - gap);
        Letters.Write(canvas, scale.Low, gap, strip.Top, font);
        Letters.Write(canvas, scale.High, right + gap, strip.Top, font);
        using var bar = SkiaPixels.ToBitmap(new Picture(256, 1, ColorMap.Get(scale.Colors).Rgb.ToArray()));
        using var image = SKImage.FromBitmap(bar);
        var place = new SKRect(left, strip.Top + (font.Size / 4), right, strip.Top + (font.Size * 1.1f));
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Linear));
    });

    private static Picture With(Picture picture, int longSide, Action<SKCanvas, SKFont, SKRect> draw)
    {
        var size = Math.Clamp(longSide / LongSideALetter, LeastSize, MostSize);
        using var font = Letters.Font(size);
        var (width, height) = (Math.Max(picture.Width, LeastWidth), HeightOf(size));
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            draw(canvas, font, new SKRect(0, (height - (size * 1.25f)) / 2, width, height));
        }
        var strip = SkiaPixels.ToPicture(bitmap);
        var pixels = new byte[(long)width * 3 * (picture.Height + height)];
        for (var y = 0; y < picture.Height; y++)
        {
            var row = pixels.AsSpan(y * width * 3, width * 3);
            picture.Pixels.AsSpan(y * picture.Width * 3, picture.Width * 3).CopyTo(row);
            row[(picture.Width * 3)..].Fill(byte.MaxValue);
        }
        strip.Pixels.CopyTo(pixels.AsSpan(picture.Height * width * 3));
        return new Picture(width, picture.Height + height, pixels);
    }

    private static int HeightOf(int size) => (int)Math.Ceiling(size * Leading);
}
