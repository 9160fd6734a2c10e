using GradCamService.Explain.Imaging.Drawing;

namespace GradCamService.Explain.Imaging;

/// <summary>The photo with the localization map on it.</summary>
internal static class Overlays
{
    /// <summary>
    /// Draws on a canvas of the photo. Heat is as opaque as it is hot: α = opacity · share of the full scale, and a pixel is photo · (1 − α) +
    /// colour · α, so that where the model did not look the photo keeps its colours. What it did not see is dimmed and without heat.
    /// </summary>
    /// <param name="photo">As <see cref="PreparedPhoto"/> keeps it; enlarged where the canvas is.</param>
    /// <param name="heat">The map.</param>
    /// <param name="canvas">Of the photo.</param>
    /// <param name="style">Colours and opacity.</param>
    /// <exception cref="ArgumentException">The canvas is not a whole number of times as large as the photo.</exception>
    public static Picture Draw(Photo photo, Heat heat, Canvas canvas, PictureStyle style)
    {
        var times = canvas.Width / photo.Width;
        if ((photo.Width * times, photo.Height * times) != (canvas.Width, canvas.Height))
            throw new ArgumentException("The photo has not the size of its picture, or the canvas belongs to another.", nameof(photo));
        var pixels = times == 1 ? photo.Pixels.AsSpan().ToArray() : Enlargement.Repeat(photo.Pixels, photo.Width, times);
        Dim(pixels, canvas);
        Blend(pixels, canvas, new HeatRows(heat, canvas), new Glaze(ColorMap.Get(style.Colors), style.Opacity));
        return new Picture(canvas.Width, canvas.Height, pixels);
    }

    private static void Dim(byte[] pixels, Canvas canvas)
    {
        var box = canvas.Analyzed;
        for (var y = 0; y < canvas.Height; y++)
        {
            var row = pixels.AsSpan(y * canvas.Width * 3, canvas.Width * 3);
            var analyzed = y >= box.Y && y < box.Y + box.Height;
            Dim(row[..(analyzed ? box.X * 3 : row.Length)]);
            Dim(row[(analyzed ? (box.X + box.Width) * 3 : row.Length)..]);
        }
    }

    private static void Dim(Span<byte> bytes)
    {
        foreach (ref var value in bytes)
            value = Canvas.Dimmed(value);
    }

    private static void Blend(byte[] pixels, Canvas canvas, HeatRows heat, Glaze glaze)
    {
        var box = canvas.Analyzed;
        var shares = new float[box.Width];
        for (var y = 0; y < box.Height; y++)
        {
            heat.Read(y, shares);
            glaze.Lay(shares, pixels.AsSpan((((box.Y + y) * canvas.Width) + box.X) * 3, box.Width * 3));
        }
    }
}
