namespace GradCamService.Explain.Imaging;

/// <summary>ITU-R 601 luma in 16-bit fixed point, as Pillow's <c>convert("L")</c>.</summary>
internal static class Luma
{
    /// <param name="rgb">Interleaved.</param>
    /// <param name="gray">One byte a pixel.</param>
    public static void Convert(ReadOnlySpan<byte> rgb, Span<byte> gray)
    {
        for (var (from, to) = (0, 0); to < gray.Length; from += 3, to++)
            gray[to] = (byte)(((rgb[from] * 19595) + (rgb[from + 1] * 38470) + (rgb[from + 2] * 7471) + 0x8000) >> 16);
    }
}
