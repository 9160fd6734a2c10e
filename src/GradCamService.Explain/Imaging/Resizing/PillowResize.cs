using System.Buffers;

namespace GradCamService.Explain.Imaging.Resizing;

/// <summary>
/// <c>Image.resize(size, resample, box=box)</c> of Pillow, bit for bit: a horizontal, then a vertical pass, each rounded to
/// 8 bits, antialiased when it shrinks.
/// </summary>
internal static class PillowResize
{
    /// <param name="pixels">Interleaved, <c>width · height · channels</c> bytes.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="box">Part of the picture to show, within it; its fractions count.</param>
    /// <param name="outWidth">Pixels.</param>
    /// <param name="outHeight">Pixels.</param>
    /// <param name="filter">The filter.</param>
    /// <returns>Interleaved, <c>outWidth · outHeight · channels</c> bytes.</returns>
    public static byte[] Resize(
        ReadOnlySpan<byte> pixels, int width, int height, int channels, Region box, int outWidth, int outHeight, Resampling filter)
    {
        var columns = Weights(width, box.X, box.Width, outWidth, filter);
        var rows = Weights(height, box.Y, box.Height, outHeight, filter);
        var (firstRow, endRow) = rows is null ? (0, height) : (rows.First, rows.End);
        var result = GC.AllocateUninitializedArray<byte>(checked(outWidth * outHeight * channels));
        var needed = pixels[(firstRow * width * channels)..(endRow * width * channels)];
        if (columns is null && rows is null)
            needed.CopyTo(result);
        else if (columns is null)
            VerticalPass.Run(needed, outWidth * channels, rows!, result);
        else if (rows is null)
            HorizontalPass.Run(needed, width, channels, columns, result);
        else
            BothPasses(needed, width, endRow - firstRow, channels, columns, rows, result);
        return result;
    }

    private static void BothPasses(
        ReadOnlySpan<byte> pixels, int width, int height, int channels, FilterWeights columns, FilterWeights rows, byte[] result)
    {
        var rowLength = columns.Starts.Length * channels;
        var scratch = ArrayPool<byte>.Shared.Rent(checked(height * rowLength));
        try
        {
            var narrowed = scratch.AsSpan(0, height * rowLength);
            HorizontalPass.Run(pixels, width, channels, columns, narrowed);
            VerticalPass.Run(narrowed, rowLength, rows, result);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    /// <summary>Null where this axis stays as it is.</summary>
    private static FilterWeights? Weights(int size, double start, double length, int outSize, Resampling filter)
    {
        var (from, to) = ((float)Math.Max(start, 0), (float)Math.Min(start + length, size));
        return from == 0 && to == size && outSize == size ? null : FilterWeights.Compute(size, from, to, outSize, filter);
    }
}
