using System.Buffers.Binary;

namespace GradCamService.Explain.Imaging;

/// <summary>The colour scales offered.</summary>
public enum ColorMapName
{
    /// <summary>Blue, cyan, yellow, red: the papers' scale.</summary>
    Jet,

    /// <summary>Perceptually uniform, dark blue to yellow.</summary>
    Viridis,

    /// <summary>A smoother rainbow.</summary>
    Turbo,

    /// <summary>Perceptually uniform, black over red to light yellow.</summary>
    Inferno,

    /// <summary>Black to white.</summary>
    Gray,
}

/// <summary>A colour for each of 256 steps between 0 and the maximum: matplotlib's tables, rounded to 8 bits.</summary>
public sealed class ColorMap
{
    private const int Steps = 256;

    private static readonly ColorMap[] Maps =
    [
        new(Jet()),
        new(FromHex(ColorTables.Viridis)),
        new(FromHex(ColorTables.Turbo)),
        new(FromHex(ColorTables.Inferno)),
        new([.. Enumerable.Range(0, Steps).SelectMany(step => Enumerable.Repeat((byte)step, 3))]),
    ];

    private readonly byte[] _rgb;
    private readonly int[] _packed;

    private ColorMap(byte[] rgb)
    {
        _rgb = rgb;
        _packed = [.. Enumerable.Range(0, Steps).Select(step => BinaryPrimitives.ReadInt32LittleEndian([.. rgb.AsSpan(step * 3, 3), 0]))];
    }

    /// <summary>RGB, interleaved, 256 colours.</summary>
    public ReadOnlySpan<byte> Rgb => _rgb;

    /// <summary>The colour scale of this name; one shared instance.</summary>
    public static ColorMap Get(ColorMapName name) =>
        Enum.IsDefined(name) ? Maps[(int)name] : throw new ArgumentOutOfRangeException(nameof(name));

    /// <summary>The colours of a row of shares of the maximum.</summary>
    /// <param name="shares">0 to 1; what lies outside takes the end's colour.</param>
    /// <param name="colors">RGB, interleaved; one byte more than they need, which is overwritten.</param>
    internal void Paint(ReadOnlySpan<float> shares, Span<byte> colors) => Paint(_packed, shares, colors);

    /// <summary>The same for any 256 triples of bytes.</summary>
    internal static void Paint(int[] packed, ReadOnlySpan<float> shares, Span<byte> colors)
    {
        // Four bytes at once, of which the next pixel overwrites the last.
        for (var x = 0; x < shares.Length; x++)
            BinaryPrimitives.WriteInt32LittleEndian(colors[(x * 3)..], packed[Math.Clamp((int)(shares[x] * Steps), 0, Steps - 1)]);
    }

    private static byte[] FromHex(string table) => Convert.FromHexString(string.Concat(table.Split('\n', StringSplitOptions.TrimEntries)));

    /// <summary>Jet is published as straight lines between these points (position, value).</summary>
    private static byte[] Jet()
    {
        (double X, double Y)[] red = [(0, 0), (0.35, 0), (0.66, 1), (0.89, 1), (1, 0.5)];
        (double X, double Y)[] green = [(0, 0), (0.125, 0), (0.375, 1), (0.64, 1), (0.91, 0), (1, 0)];
        (double X, double Y)[] blue = [(0, 0.5), (0.11, 1), (0.34, 1), (0.65, 0), (1, 0)];
        return [.. from step in Enumerable.Range(0, Steps)
                   from line in new[] { red, green, blue }
                   select (byte)Math.Round(255 * Interpolate(line, step))];
    }

    /// <summary>Works in steps as matplotlib does: some values lie halfway between bytes, and the last bit decides.</summary>
    private static double Interpolate((double X, double Y)[] line, int step)
    {
        var next = Math.Max(1, Array.FindIndex(line, point => point.X * (Steps - 1) >= step));
        var (from, to) = (line[next - 1], line[next]);
        var share = (step - (from.X * (Steps - 1))) / ((to.X * (Steps - 1)) - (from.X * (Steps - 1)));
        return (share * (to.Y - from.Y)) + from.Y;
    }
}
