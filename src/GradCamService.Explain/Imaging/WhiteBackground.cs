namespace GradCamService.Explain.Imaging;

/// <summary>Lays transparent pixels on white, which is what people see behind a logo or a drawing on a page.</summary>
internal static class WhiteBackground
{
    /// <param name="rgba">Straight (not premultiplied) alpha, changed in place.</param>
    public static void Blend(Span<byte> rgba)
    {
        for (var i = 0; i + 3 < rgba.Length; i += 4)
        {
            var alpha = rgba[i + 3];
            if (alpha == 255)
                continue;
            rgba[i] = Blend(rgba[i], alpha);
            rgba[i + 1] = Blend(rgba[i + 1], alpha);
            rgba[i + 2] = Blend(rgba[i + 2], alpha);
        }
    }

    private static byte Blend(int value, int alpha) => (byte)(((value * alpha) + (255 * (255 - alpha)) + 127) / 255);
}
