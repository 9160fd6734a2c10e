using System.Runtime.Intrinsics;

namespace GradCamService.Explain.Imaging.Png;

/// <summary>
/// The Paeth filter of RFC 2083, section 6.6, on every row: a byte minus whichever of its neighbours to the left (a), above (b) and above
/// left (c) is nearest to a + b − c.
/// </summary>
internal static class PngFilter
{
    private const byte Paeth = 4;
    private const int Channels = 3;

    /// <summary>Bytes of the filtered picture: a filter number before each row.</summary>
    public static int LengthOf(Picture picture) => checked(picture.Height * (picture.Width * Channels + 1));

    public static void Apply(Picture picture, Span<byte> filtered)
    {
        var width = picture.Width * Channels;
        ReadOnlySpan<byte> above = new byte[width];
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Pixels.AsSpan(y * width, width);
            var target = filtered.Slice(y * (width + 1), width + 1);
            target[0] = Paeth;
            FilterRow(row, above, target[1..]);
            above = row;
        }
    }

    private static void FilterRow(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> target)
    {
        // To the left of the first pixel is nothing: a = c = 0, and b is the nearest.
        for (var x = 0; x < Channels; x++)
            target[x] = (byte)(row[x] - above[x]);
        var i = Channels;
        for (; i <= row.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (a, b, c) = (Vector128.Create(row[(i - Channels)..]), Vector128.Create(above[i..]), Vector128.Create(above[(i - Channels)..]));
            (Vector128.Create(row[i..]) - Nearest(a, b, c)).CopyTo(target[i..]);
        }
        for (; i < row.Length; i++)
            target[i] = (byte)(row[i] - Nearest(row[i - Channels], above[i], above[i - Channels]));
    }

    private static byte Nearest(int a, int b, int c)
    {
        var (toA, toB, toC) = (Math.Abs(b - c), Math.Abs(a - c), Math.Abs(a + b - 2 * c));
        return (byte)(toA <= toB && toA <= toC ? a : toB <= toC ? b : c);
    }

    private static Vector128<byte> Nearest(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c)
    {
        var ((a0, a1), (b0, b1), (c0, c1)) = (Vector128.Widen(a), Vector128.Widen(b), Vector128.Widen(c));
        return Vector128.Narrow(Nearest(a0.AsInt16(), b0.AsInt16(), c0.AsInt16()), Nearest(a1.AsInt16(), b1.AsInt16(), c1.AsInt16()));
    }

    private static Vector128<ushort> Nearest(Vector128<short> a, Vector128<short> b, Vector128<short> c)
    {
        var (toA, toB, toC) = (Vector128.Abs(b - c), Vector128.Abs(a - c), Vector128.Abs(a + b - c - c));
        var isA = Vector128.LessThanOrEqual(toA, toB) & Vector128.LessThanOrEqual(toA, toC);
        var isB = Vector128.LessThanOrEqual(toB, toC);
        return Vector128.ConditionalSelect(isA, a, Vector128.ConditionalSelect(isB, b, c)).AsUInt16();
    }
}
