namespace GradCamService.Explain.Imaging.Resizing;

/// <summary>
/// For every output position of one axis: which source positions count, and how much, in 22-bit fixed point. The arithmetic is
/// Pillow's to the bit, single-precision box included, because trained networks have seen exactly these pixels.
/// </summary>
internal sealed class FilterWeights
{
    /// <summary>Bits behind the point: 32 less 8 for the pixel and 2 for the filter's overshoot and sign.</summary>
    public const int Precision = 32 - 8 - 2;

    private FilterWeights(int taps, int[] starts, int[] lengths, int[] values)
    {
        Taps = taps;
        Starts = starts;
        Lengths = lengths;
        Values = values;
    }

    /// <summary>Room for weights a position.</summary>
    public int Taps { get; }

    /// <summary>First source position, one an output position; never decreases.</summary>
    public int[] Starts { get; }

    /// <summary>Number of source positions, ≥ 1, one an output position.</summary>
    public int[] Lengths { get; }

    /// <summary><see cref="Taps"/> weights an output position; those beyond its length are 0.</summary>
    public int[] Values { get; }

    /// <summary>Source position behind the last that an output position needs.</summary>
    public int EndOf(int position) => Starts[position] + Lengths[position];

    /// <summary>Most source positions that so many output positions in a row need, counted from the first on.</summary>
    public int MostSources(int count)
    {
        var most = 0;
        for (var i = 0; i < Starts.Length; i += count)
            most = Math.Max(most, EndOf(Math.Min(i + count, Starts.Length) - 1) - Starts[i]);
        return most;
    }

    /// <param name="size">Source positions.</param>
    /// <param name="from">Start of the box, ≥ 0.</param>
    /// <param name="to">End of the box, ≤ <paramref name="size"/>.</param>
    /// <param name="outSize">Output positions.</param>
    /// <param name="filter">The filter.</param>
    public static FilterWeights Compute(int size, float from, float to, int outSize, Resampling filter)
    {
        var scale = (double)(to - from) / outSize;
        if (ResamplingFilter.Of(filter) is not { } kernel)
            return Nearest(size, from, scale, outSize);
        var stretch = Math.Max(scale, 1.0);
        var support = kernel.Support * stretch;
        var taps = ((int)Math.Ceiling(support) * 2) + 1;
        var (starts, lengths, values) = (new int[outSize], new int[outSize], new int[(long)outSize * taps]);
        Span<double> weights = taps <= 1024 ? stackalloc double[taps] : new double[taps];
        for (var i = 0; i < outSize; i++)
        {
            var center = from + ((i + 0.5) * scale);
            var start = Math.Max((int)(center - support + 0.5), 0);
            var length = Math.Min((int)(center + support + 0.5), size) - start;
            (starts[i], lengths[i]) = (start, length);
            var sum = 0.0;
            for (var tap = 0; tap < length; tap++)
            {
                weights[tap] = kernel.At((tap + start - center + 0.5) * (1.0 / stretch));
                sum += weights[tap];
            }

            for (var tap = 0; tap < length; tap++)
                values[(i * taps) + tap] = ToFixedPoint(sum == 0 ? weights[tap] : weights[tap] / sum);
        }

        return new FilterWeights(taps, starts, lengths, values);
    }

    /// <summary>The pixel that the middle of each output position lies in, as Pillow's transforms take it.</summary>
    private static FilterWeights Nearest(int size, float from, double scale, int outSize) => new(
        1, [.. Enumerable.Range(0, outSize).Select(i => Math.Clamp((int)(from + ((i + 0.5) * scale)), 0, size - 1))],
        [.. Enumerable.Repeat(1, outSize)], [.. Enumerable.Repeat(1 << Precision, outSize)]);

    private static int ToFixedPoint(double weight) => (int)((weight < 0 ? -0.5 : 0.5) + (weight * (1 << Precision)));
}
