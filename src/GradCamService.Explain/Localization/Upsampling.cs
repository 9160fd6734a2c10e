using System.Numerics.Tensors;

namespace GradCamService.Explain.Localization;

/// <summary>Enlarges localization maps to the model's input size.</summary>
public static class Upsampling
{
    /// <summary>
    /// Bilinear interpolation with half-pixel centres, clamped at the border: what PyTorch calls bilinear with
    /// <c>align_corners = False</c>.
    /// </summary>
    /// <param name="map">Row-major, <paramref name="height"/> × <paramref name="width"/>.</param>
    /// <returns>Row-major, <paramref name="toHeight"/> × <paramref name="toWidth"/>.</returns>
    public static float[] Bilinear(ReadOnlySpan<float> map, int height, int width, int toHeight, int toWidth)
    {
        var result = GC.AllocateUninitializedArray<float>(toHeight * toWidth);
        Bilinear(map, height, width, toHeight, toWidth, result);
        return result;
    }

    /// <summary>The same, written over <paramref name="result"/>.</summary>
    public static void Bilinear(ReadOnlySpan<float> map, int height, int width, int toHeight, int toWidth, Span<float> result)
    {
        var rows = Taps(height, toHeight);
        // A map's row is widened once for all rows of the result that lie between it and its neighbours, of which there are many.
        var wide = Widened(map, width, Taps(width, toWidth));
        for (var y = 0; y < toHeight; y++)
        {
            var (top, bottom, down) = rows[y];
            var row = result.Slice(y * toWidth, toWidth);
            var above = wide.AsSpan(top * toWidth, toWidth);
            TensorPrimitives.Subtract(wide.AsSpan(bottom * toWidth, toWidth), above, row);
            TensorPrimitives.MultiplyAdd(row, down, above, row);
        }
    }

    private static float[] Widened(ReadOnlySpan<float> map, int width, (int Low, int High, float Share)[] columns)
    {
        var wide = GC.AllocateUninitializedArray<float>(map.Length / width * columns.Length);
        for (var (from, to) = (0, 0); from < map.Length; from += width)
            foreach (var (left, right, across) in columns)
                wide[to++] = map[from + left] + (map[from + right] - map[from + left]) * across;
        return wide;
    }

    private static (int Low, int High, float Share)[] Taps(int size, int toSize)
    {
        var taps = new (int, int, float)[toSize];
        for (var i = 0; i < toSize; i++)
        {
            var position = Math.Max((i + 0.5f) * size / toSize - 0.5f, 0);
            var low = Math.Min((int)position, size - 1);
            taps[i] = (low, Math.Min(low + 1, size - 1), position - low);
        }
        return taps;
    }
}
