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
        var columns = Taps(width, toWidth);
        var rows = Taps(height, toHeight);
        var result = new float[toHeight * toWidth];
        for (var y = 0; y < toHeight; y++)
        {
            var (top, bottom, down) = rows[y];
            var upper = map.Slice(top * width, width);
            var lower = map.Slice(bottom * width, width);
            for (var x = 0; x < toWidth; x++)
            {
                var (left, right, across) = columns[x];
                var above = upper[left] + (upper[right] - upper[left]) * across;
                var below = lower[left] + (lower[right] - lower[left]) * across;
                result[y * toWidth + x] = above + (below - above) * down;
            }
        }
        return result;
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
