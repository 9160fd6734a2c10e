namespace GradCamService.Explain.Imaging.Drawing;

/// <summary>A picture's size, and the part of it that the model analysed.</summary>
/// <param name="Width">Pixels: the photo's, or fewer where its long side exceeds <see cref="LongestSide"/>.</param>
/// <param name="Height">Pixels, likewise.</param>
/// <param name="Analyzed">In picture pixels; at least 1 × 1.</param>
internal sealed record Canvas(int Width, int Height, PixelBox Analyzed)
{
    /// <summary>Enough for any screen, and a bound on the cost of a picture.</summary>
    public const int LongestSide = 2048;

    /// <summary>Of the picture that is drawn on a photo of this size.</summary>
    public static (int Width, int Height) SizeOf(int width, int height)
    {
        var scale = Math.Min(1.0, (double)LongestSide / Math.Max(width, height));
        return (Scale(width, scale), Scale(height, scale));
    }

    /// <summary>What lies outside the analysed part has 40 % of its brightness: it is there, but plainly not taken into account.</summary>
    public static byte Dimmed(byte value) => (byte)(((value * 2) + 2) / 5);

    public static Canvas For(Placement placement)
    {
        var (width, height) = (placement.PhotoWidth, placement.PhotoHeight);
        var (outWidth, outHeight) = SizeOf(width, height);
        var box = placement.Analyzed;
        var (left, columns) = Scale(box.X, box.Width, (double)outWidth / width, outWidth);
        var (top, rows) = Scale(box.Y, box.Height, (double)outHeight / height, outHeight);
        return new Canvas(outWidth, outHeight, new PixelBox(left, top, columns, rows));
    }

    private static int Scale(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale));

    private static (int Start, int Length) Scale(int start, int length, double scale, int limit)
    {
        var first = Math.Clamp((int)Math.Round(start * scale), 0, limit - 1);
        var end = Math.Clamp((int)Math.Round((start + length) * scale), first + 1, limit);
        return (first, end - first);
    }
}
