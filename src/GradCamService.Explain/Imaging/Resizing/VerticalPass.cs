using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GradCamService.Explain.Imaging.Resizing;

/// <summary>Mixes rows: every output byte is a weighted sum down one column, so neighbours share their weights.</summary>
internal static class VerticalPass
{
    private const int Half = 1 << (FilterWeights.Precision - 1);

    /// <param name="pixels">Rows of <paramref name="rowLength"/> bytes each, from the first on that the first output row needs.</param>
    /// <param name="rowLength">Bytes a row, in and out.</param>
    /// <param name="weights">Of the vertical axis.</param>
    /// <param name="first">First output row.</param>
    /// <param name="result">So many output rows.</param>
    public static void Run(ReadOnlySpan<byte> pixels, int rowLength, FilterWeights weights, int first, Span<byte> result)
    {
        for (var y = first; !result.IsEmpty; y++, result = result[rowLength..])
        {
            var rows = pixels.Slice((weights.Starts[y] - weights.Starts[first]) * rowLength, weights.Lengths[y] * rowLength);
            MixRows(rows, rowLength, weights.Values.AsSpan(y * weights.Taps, weights.Lengths[y]), result[..rowLength]);
        }
    }

    private static void MixRows(ReadOnlySpan<byte> rows, int rowLength, ReadOnlySpan<int> taps, Span<byte> result)
    {
        var x = 0;
        ref var source = ref MemoryMarshal.GetReference(rows);
        ref var target = ref MemoryMarshal.GetReference(result);
        for (; x + Vector128<byte>.Count <= rowLength; x += Vector128<byte>.Count)
        {
            var (a, b, c, d) = (Vector128.Create(Half), Vector128.Create(Half), Vector128.Create(Half), Vector128.Create(Half));
            for (var tap = 0; tap < taps.Length; tap++)
            {
                var weight = Vector128.Create(taps[tap]);
                var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref source, (nuint)((tap * rowLength) + x)));
                var (first, second) = Vector128.Widen(low.AsInt16());
                var (third, fourth) = Vector128.Widen(high.AsInt16());
                a += first * weight;
                b += second * weight;
                c += third * weight;
                d += fourth * weight;
            }

            Narrow(a, b, c, d).StoreUnsafe(ref target, (nuint)x);
        }

        for (; x < rowLength; x++)
        {
            var sum = Half;
            for (var tap = 0; tap < taps.Length; tap++)
                sum += rows[(tap * rowLength) + x] * taps[tap];
            result[x] = (byte)Math.Clamp(sum >> FilterWeights.Precision, 0, 255);
        }
    }

    /// <summary>Whole parts, clipped to 8 bits.</summary>
    private static Vector128<byte> Narrow(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d) =>
        Vector128.Narrow(
            Vector128.Narrow(Clip(a), Clip(b)).AsUInt16(),
            Vector128.Narrow(Clip(c), Clip(d)).AsUInt16());

    private static Vector128<int> Clip(Vector128<int> sum) =>
        Vector128.Min(Vector128.Max(sum >> FilterWeights.Precision, Vector128<int>.Zero), Vector128.Create(255));
}
