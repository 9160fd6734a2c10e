using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GradCamService.Explain.Imaging.Resizing;

/// <summary>Mixes neighbours within each row.</summary>
internal static class HorizontalPass
{
    private const int Half = 1 << (FilterWeights.Precision - 1);

    /// <param name="pixels">The whole picture, interleaved.</param>
    /// <param name="first">First row to mix.</param>
    /// <param name="end">Row behind the last.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="weights">Of the horizontal axis.</param>
    /// <param name="result">As many rows, with one pixel an output position.</param>
    public static void Run(ReadOnlySpan<byte> pixels, int first, int end, int width, int channels, FilterWeights weights, Span<byte> result)
    {
        var (rowLength, outLength) = (width * channels, weights.Starts.Length * channels);
        for (var (from, to) = (first * rowLength, 0); from < end * rowLength; from += rowLength, to += outLength)
        {
            // Colour pixels are read four bytes at once, so the picture's very last row would be read beyond its end.
            var row = pixels.Slice(from, rowLength);
            if (channels == 3 && from + rowLength < pixels.Length)
                MixColors(row, weights, result.Slice(to, outLength));
            else
                MixBytes(row, channels, weights, result.Slice(to, outLength));
        }
    }

    private static void MixColors(ReadOnlySpan<byte> row, FilterWeights weights, Span<byte> result)
    {
        ref var source = ref MemoryMarshal.GetReference(row);
        var limit = Vector128.Create(255);
        for (var x = 0; x < weights.Starts.Length; x++)
        {
            var sum = Vector128.Create(Half);
            var taps = weights.Values.AsSpan(x * weights.Taps, weights.Lengths[x]);
            ref var pixel = ref Unsafe.Add(ref source, weights.Starts[x] * 3);
            for (var tap = 0; tap < taps.Length; tap++)
            {
                var bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref pixel, tap * 3))).AsByte();
                sum += Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32() * Vector128.Create(taps[tap]);
            }

            sum = Vector128.Min(Vector128.Max(sum >> FilterWeights.Precision, Vector128<int>.Zero), limit);
            result[(x * 3) + 2] = (byte)sum[2];
            result[(x * 3) + 1] = (byte)sum[1];
            result[x * 3] = (byte)sum[0];
        }
    }

    private static void MixBytes(ReadOnlySpan<byte> row, int channels, FilterWeights weights, Span<byte> result)
    {
        for (var x = 0; x < weights.Starts.Length; x++)
        {
            var taps = weights.Values.AsSpan(x * weights.Taps, weights.Lengths[x]);
            for (var channel = 0; channel < channels; channel++)
            {
                var sum = Half;
                var at = (weights.Starts[x] * channels) + channel;
                for (var tap = 0; tap < taps.Length; tap++)
                    sum += row[at + (tap * channels)] * taps[tap];
                result[(x * channels) + channel] = (byte)Math.Clamp(sum >> FilterWeights.Precision, 0, 255);
            }
        }
    }
}
