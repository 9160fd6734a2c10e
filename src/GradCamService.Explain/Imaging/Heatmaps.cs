using GradCamService.Explain.Imaging.Drawing;

namespace GradCamService.Explain.Imaging;

/// <summary>The localization map alone, in colours.</summary>
internal static class Heatmaps
{
    /// <summary>Draws on a canvas of the photo. What the model did not see is the colour of 0, dimmed.</summary>
    public static Picture Draw(Heat heat, Canvas canvas, ColorMapName colors)
    {
        var rows = new HeatRows(heat, canvas);
        var scale = ColorMap.Get(colors);
        var (box, pixels) = (canvas.Analyzed, Background(canvas, scale));
        var shares = new float[box.Width];
        var painted = new byte[(box.Width * 3) + 1];
        for (var y = 0; y < box.Height; y++)
        {
            rows.Read(y, shares);
            scale.Paint(shares, painted);
            painted.AsSpan(0, box.Width * 3).CopyTo(pixels.AsSpan((((box.Y + y) * canvas.Width) + box.X) * 3));
        }

        return new Picture(canvas.Width, canvas.Height, pixels);
    }

    private static byte[] Background(Canvas canvas, ColorMap scale)
    {
        var row = new byte[canvas.Width * 3];
        for (var i = 0; i < row.Length; i++)
            row[i] = Canvas.Dimmed(scale.Rgb[i % 3]);
        var pixels = new byte[canvas.Height * row.Length];
        for (var y = 0; y < canvas.Height; y++)
            row.CopyTo(pixels, y * row.Length);
        return pixels;
    }
}
