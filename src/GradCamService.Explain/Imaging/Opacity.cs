namespace GradCamService.Explain.Imaging;

/// <summary>Colours by how opaque their pixels are, with Pillow's rounding (its modes <c>RGBa</c> and <c>La</c>).</summary>
internal static class Opacity
{
    /// <summary>c · α / 255, rounded.</summary>
    /// <param name="colors">Interleaved, so many channels a pixel; changed in place.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="alpha">One byte a pixel.</param>
    public static void Multiply(Span<byte> colors, int channels, ReadOnlySpan<byte> alpha)
    {
        for (var i = 0; i < colors.Length; i++)
        {
            var product = (colors[i] * alpha[i / channels]) + 128;
            colors[i] = (byte)((product + (product >> 8)) >> 8);
        }
    }

    /// <summary>The way back: 255 · c / α, at most 255; where nothing is seen, or all, colours stay.</summary>
    public static void Divide(Span<byte> colors, int channels, ReadOnlySpan<byte> alpha)
    {
        for (var i = 0; i < colors.Length; i++)
            if (alpha[i / channels] is not (0 or 255) and var opacity)
                colors[i] = (byte)Math.Min(255 * colors[i] / opacity, 255);
    }

    /// <summary>What people see of a picture on a white page.</summary>
    /// <param name="rgb">Interleaved; changed in place.</param>
    /// <param name="alpha">One byte a pixel.</param>
    public static void LayOnWhite(Span<byte> rgb, ReadOnlySpan<byte> alpha)
    {
        for (var i = 0; i < rgb.Length; i++)
            rgb[i] = LayOnWhite(rgb[i], alpha[i / 3]);
    }

    /// <summary>A channel on white.</summary>
    public static byte LayOnWhite(int value, int alpha) => (byte)(((value * alpha) + (255 * (255 - alpha)) + 127) / 255);
}
