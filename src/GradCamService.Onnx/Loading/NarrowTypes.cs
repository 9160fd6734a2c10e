using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// Types that only stored constants have: integers of four and two bits, and floating-point numbers of eight and four (ONNX's documents on
/// float8, float4 and int4; Micikevicius et al. 2022, arXiv:2209.05433). Every code is looked up in a table of all of them.
/// </summary>
internal static class NarrowTypes
{
    private static readonly Dictionary<int, Func<int, double>> Values = new()
    {
        [17] = code => Float(code, 4, 3, 7, code => (code & 0x7F) == 0x7F ? double.NaN : null),
        [18] = code => Float(code, 4, 3, 8, code => code == 0x80 ? double.NaN : null),
        [19] = code => Float(code, 5, 2, 15, code => (code & 0x7F) switch
        {
            < 0x7C => null,
            0x7C => code == 0x7C ? double.PositiveInfinity : double.NegativeInfinity,
            _ => double.NaN,
        }),
        [20] = code => Float(code, 5, 2, 16, code => code == 0x80 ? double.NaN : null),
        [21] = code => code,
        [22] = code => code < 8 ? code : code - 16,
        [23] = code => Float(code, 2, 1, 1, _ => null),
        [24] = code => code == 0xFF ? double.NaN : Math.ScaleB(1, code - 127),
        [25] = code => code,
        [26] = code => code < 2 ? code : code - 4,
    };

    private static readonly Dictionary<int, float[]> Tables = Values.ToDictionary(pair => pair.Key,
        pair => Enumerable.Range(0, 1 << ElementTypes.StoredBits(pair.Key)).Select(code => (float)pair.Value(code)).ToArray());

    /// <summary>Codes → numbers, in the type in which the library holds them.</summary>
    /// <param name="onnxType">ONNX's number of the type.</param>
    /// <param name="packed">The codes; several in a byte begin with the lowest bits, and the last byte is filled up.</param>
    /// <param name="shape">The tensor's shape.</param>
    public static Tensor Decode(int onnxType, byte[] packed, long[] shape)
    {
        var (bits, table) = (ElementTypes.StoredBits(onnxType), Tables[onnxType]);
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var perByte = 8 / bits;
        var numbers = new float[count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = table[(packed[i / perByte] >> (i % perByte * bits)) & (table.Length - 1)];
        return tensor(numbers, shape).to(ElementTypes.OfStored(onnxType));
    }

    /// <summary>
    /// Sign, exponent and fraction: (−1)^s · 2^(e − bias) · (1 + f), and below the smallest exponent (−1)^s · 2^(1 − bias) · f.
    /// </summary>
    private static double Float(int code, int exponentBits, int fractionBits, int bias, Func<int, double?> special)
    {
        if (special(code) is { } value)
            return value;
        var fraction = Math.ScaleB(code & ((1 << fractionBits) - 1), -fractionBits);
        var exponent = (code >> fractionBits) & ((1 << exponentBits) - 1);
        var size = exponent == 0 ? Math.ScaleB(fraction, 1 - bias) : Math.ScaleB(1 + fraction, exponent - bias);
        return code >> (fractionBits + exponentBits) == 0 ? size : -size;
    }
}
