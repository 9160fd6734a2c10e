using System.Runtime.Intrinsics;

namespace GradCamService.Explain.Imaging.Drawing;

/// <summary>Colours laid on a photo, the more opaque the hotter. It has rows of its own and belongs to one drawing.</summary>
/// <param name="scale">Of 256 colours, and as many opacities.</param>
/// <param name="opacity">Of the last colour, 0 to 1; the first is not seen at all.</param>
internal sealed class Glaze(ColorMap scale, double opacity)
{
    private readonly int[] _opacities = [.. Enumerable.Range(0, 256).Select(step => 0x010101 * (int)Math.Round(opacity * step))];
    private byte[] _colors = [];
    private byte[] _alphas = [];

    /// <param name="shares">0 to 1, one a pixel.</param>
    /// <param name="pixels">RGB, interleaved; changed in place.</param>
    public void Lay(ReadOnlySpan<float> shares, Span<byte> pixels)
    {
        if (_colors.Length <= pixels.Length)
            (_colors, _alphas) = (new byte[pixels.Length + 1], new byte[pixels.Length + 1]);
        scale.Paint(shares, _colors);
        ColorMap.Paint(_opacities, shares, _alphas);
        Blend(pixels, _colors, _alphas);
    }

    /// <summary>(p · (255 − α) + c · α) / 255 of every byte, rounded.</summary>
    private static void Blend(Span<byte> pixels, ReadOnlySpan<byte> colors, ReadOnlySpan<byte> alphas)
    {
        var i = 0;
        for (; i <= pixels.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (p0, p1) = Vector128.Widen(Vector128.Create<byte>(pixels[i..]));
            var (c0, c1) = Vector128.Widen(Vector128.Create(colors[i..]));
            var (a0, a1) = Vector128.Widen(Vector128.Create(alphas[i..]));
            Vector128.Narrow(Blend(p0, c0, a0), Blend(p1, c1, a1)).CopyTo(pixels[i..]);
        }
        for (; i < pixels.Length; i++)
            pixels[i] = (byte)(((pixels[i] * (255 - alphas[i])) + (colors[i] * alphas[i]) + 127) / 255);
    }

    private static Vector128<ushort> Blend(Vector128<ushort> pixels, Vector128<ushort> colors, Vector128<ushort> alphas)
    {
        var sum = (pixels * (Vector128.Create<ushort>(255) - alphas)) + (colors * alphas) + Vector128.Create<ushort>(128);
        // x / 255 to the nearest, for x up to 255².
        return (sum + (sum >>> 8)) >>> 8;
    }
}
