using System.Runtime.Intrinsics;
using GradCamService.Explain.Imaging.Drawing;

namespace GradCamService.Explain.Imaging;

/// <summary>The photo with the localization map on it.</summary>
public static class Overlays
{
    /// <summary>
    /// Draws in the photo's size (long side at most 2,048): half photo and half heat where the model looked, the rest of the photo
    /// dimmed and without heat.
    /// </summary>
    /// <param name="photo">Of the picture's size, as <see cref="PreparedPhoto"/> keeps it.</param>
    /// <param name="map"><c>[H, W]</c> ≥ 0 at the model's input size, divided by its maximum here.</param>
    /// <param name="placement">Where the input lies in the whole photo.</param>
    /// <param name="colors">The colour scale.</param>
    /// <exception cref="ArgumentException">
    /// The photo or the map has another size, or a value of the map is negative or not finite.
    /// </exception>
    public static Picture Draw(Photo photo, float[] map, Placement placement, ColorMapName colors)
    {
        var canvas = Canvas.For(placement);
        if ((photo.Width, photo.Height) != (canvas.Width, canvas.Height))
            throw new ArgumentException("The photo has not the size of its picture, or the placement belongs to another.", nameof(photo));
        var heat = new HeatRows(map, placement, canvas);
        var pixels = photo.Pixels.AsSpan().ToArray();
        Dim(pixels, canvas);
        Blend(pixels, canvas, heat, ColorMap.Get(colors));
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

    private static void Blend(byte[] pixels, Canvas canvas, HeatRows heat, ColorMap scale)
    {
        var box = canvas.Analyzed;
        var shares = new float[box.Width];
        var colors = new byte[(box.Width * 3) + 1];
        for (var y = 0; y < box.Height; y++)
        {
            heat.Read(y, shares);
            scale.Paint(shares, colors);
            Average(pixels.AsSpan((((box.Y + y) * canvas.Width) + box.X) * 3, box.Width * 3), colors);
        }
    }

    /// <summary>(a + b + 1) / 2 of every byte: a | b less half of what they differ in.</summary>
    private static void Average(Span<byte> pixels, ReadOnlySpan<byte> colors)
    {
        var i = 0;
        for (; i <= pixels.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (a, b) = (Vector128.Create<byte>(pixels[i..]), Vector128.Create(colors[i..]));
            ((a | b) - ((a ^ b) >>> 1)).CopyTo(pixels[i..]);
        }
        for (; i < pixels.Length; i++)
            pixels[i] = (byte)((pixels[i] + colors[i] + 1) / 2);
    }
}
