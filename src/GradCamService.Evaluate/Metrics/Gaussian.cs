namespace GradCamService.Evaluate.Metrics;

/// <summary>A Gaussian kernel that sums to 1, applied to rows and then to columns; beyond a border the border's value continues.</summary>
internal static class Gaussian
{
    /// <param name="values">Row-major.</param>
    /// <param name="width">Columns.</param>
    /// <param name="sigma">In pixels.</param>
    /// <param name="radius">Pixels on either side that count: the kernel has 2 radius + 1 values.</param>
    public static double[] Filter(double[] values, int width, double sigma, int radius)
    {
        var kernel = Kernel(sigma, radius);
        var height = values.Length / width;
        var (rows, result) = (new double[values.Length], new double[values.Length]);
        for (var i = 0; i < kernel.Length; i++)
            for (var x = 0; x < width; x++)
            {
                var from = Math.Clamp(x + i - radius, 0, width - 1);
                for (var row = 0; row < values.Length; row += width)
                    rows[row + x] += kernel[i] * values[row + from];
            }
        for (var y = 0; y < height; y++)
            for (var i = 0; i < kernel.Length; i++)
            {
                var from = rows.AsSpan(Math.Clamp(y + i - radius, 0, height - 1) * width, width);
                var to = result.AsSpan(y * width, width);
                for (var x = 0; x < width; x++)
                    to[x] += kernel[i] * from[x];
            }
        return result;
    }

    private static double[] Kernel(double sigma, int radius)
    {
        var kernel = Enumerable.Range(-radius, 2 * radius + 1).Select(x => Math.Exp(-x * x / (2 * sigma * sigma))).ToArray();
        var sum = kernel.Sum();
        return Array.ConvertAll(kernel, value => value / sum);
    }
}
