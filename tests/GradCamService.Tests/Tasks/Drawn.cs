using SkiaSharp;

namespace GradCamService.Tests.Tasks;

/// <summary>Photos of plain colours, as PNG files.</summary>
internal static class Drawn
{
    /// <summary>Four quadrants of colours, left to right and then down.</summary>
    public static Form Quadrants(int side, SKColor[] colors, params (string Field, string Value)[] fields)
    {
        using var bitmap = new SKBitmap(side, side);
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                bitmap.SetPixel(x, y, colors[(y * 2 / side * 2) + (x * 2 / side)]);
        using var file = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return Form.With(file.ToArray(), "quadrants.png", fields);
    }
}
