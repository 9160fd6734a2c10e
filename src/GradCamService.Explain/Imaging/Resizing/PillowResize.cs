namespace GradCamService.Explain.Imaging.Resizing;

/// <summary>
/// <c>Image.resize(size, resample, box=box)</c> of Pillow, bit for bit: a horizontal, then a vertical pass, each rounded to
/// 8 bits, antialiased when it shrinks.
/// </summary>
internal static class PillowResize
{
    // Output rows at a time: few enough that the narrowed rows they need stay in a core's cache.
    private const int Band = 16;

    // Of a very long photo, which needs many rows for each one, a row at a time.
    private const int LargestBand = 1 << 20;

    /// <summary>The whole photo in another size.</summary>
    public static byte[] Resize(PhotoView photo, int outWidth, int outHeight, Resampling filter, CancellationToken cancellation) => Resize(
        photo.Pixels, photo.Width, photo.Height, 3, new Region(0, 0, photo.Width, photo.Height), outWidth, outHeight, filter, cancellation);

    /// <param name="pixels">Interleaved, <c>width · height · channels</c> bytes.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="box">Part of the picture to show, within it; its fractions count.</param>
    /// <param name="outWidth">Pixels.</param>
    /// <param name="outHeight">Pixels.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="cancellation">Checked between bands of rows.</param>
    /// <returns>Interleaved, <c>outWidth · outHeight · channels</c> bytes.</returns>
    public static byte[] Resize(
        ReadOnlySpan<byte> pixels, int width, int height, int channels, Region box, int outWidth, int outHeight, Resampling filter,
        CancellationToken cancellation)
    {
        var columns = Weights(width, box.X, box.Width, outWidth, filter);
        var rows = Weights(height, box.Y, box.Height, outHeight, filter);
        var rowLength = outWidth * channels;
        var result = GC.AllocateUninitializedArray<byte>(checked(outHeight * rowLength));
        var band = rows is null || (long)rows.MostSources(Band) * rowLength <= LargestBand ? Band : 1;
        using var narrowed = new NarrowedRows(pixels, width, channels, columns, rowLength, rows?.MostSources(band) ?? band);
        for (var y = 0; y < outHeight; y += band)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(band, outHeight - y);
            var target = result.AsSpan(y * rowLength, count * rowLength);
            if (rows is null)
                narrowed.Read(y, y + count).CopyTo(target);
            else
                VerticalPass.Run(narrowed.Read(rows.Starts[y], rows.EndOf(y + count - 1)), rowLength, rows, y, target);
        }
        return result;
    }

    /// <summary>Null where this axis stays as it is.</summary>
    private static FilterWeights? Weights(int size, double start, double length, int outSize, Resampling filter)
    {
        var (from, to) = ((float)Math.Max(start, 0), (float)Math.Min(start + length, size));
        return from == 0 && to == size && outSize == size ? null : FilterWeights.Compute(size, from, to, outSize, filter);
    }
}
