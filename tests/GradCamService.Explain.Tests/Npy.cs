using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GradCamService.Explain.Tests;

/// <summary>
/// A recorded numpy array (.npy, little-endian, C order): float16, float32, float64, bool and integers, all widened to float32.
/// </summary>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
/// <param name="Values">Row-major.</param>
internal sealed partial record Npy(int[] Shape, float[] Values)
{
    private const int MagicLength = 6;

    /// <param name="path">Relative to the tests' Data folder, or absolute.</param>
    /// <exception cref="InvalidDataException">Not such an array.</exception>
    public static Npy Load(string path) => Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", path)));

    public static Npy Parse(ReadOnlySpan<byte> file)
    {
        if (file[0] != 0x93 || !file[1..].StartsWith("NUMPY"u8))
            throw new InvalidDataException("Not a .npy file.");

        // Version 1 counts the header in 2 bytes, later versions in 4.
        var start = file[MagicLength] == 1 ? MagicLength + 4 : MagicLength + 6;
        var length = file[MagicLength] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(file[(MagicLength + 2)..])
            : BinaryPrimitives.ReadInt32LittleEndian(file[(MagicLength + 2)..]);
        var header = HeaderPattern().Match(Encoding.Latin1.GetString(file.Slice(start, length)));
        if (!header.Success)
            throw new InvalidDataException("The .npy header is not that of a little-endian array in C order.");
        var shape = header.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(size => int.Parse(size, CultureInfo.InvariantCulture)).ToArray();
        var values = new float[shape.Aggregate(1, (count, size) => count * size)];
        Read(file[(start + length)..], header.Groups["type"].Value, values);
        return new Npy(shape, values);
    }

    private static void Read(ReadOnlySpan<byte> data, string type, float[] values)
    {
        var size = type[1] - '0';
        for (var i = 0; i < values.Length; i++)
        {
            var item = data.Slice(i * size, size);
            values[i] = type switch
            {
                "f2" => (float)BinaryPrimitives.ReadHalfLittleEndian(item),
                "f4" => BinaryPrimitives.ReadSingleLittleEndian(item),
                "f8" => (float)BinaryPrimitives.ReadDoubleLittleEndian(item),
                "u1" or "b1" => item[0],
                "i1" => (sbyte)item[0],
                "i2" => BinaryPrimitives.ReadInt16LittleEndian(item),
                "i4" => BinaryPrimitives.ReadInt32LittleEndian(item),
                "i8" => BinaryPrimitives.ReadInt64LittleEndian(item),
                _ => throw new InvalidDataException($"No reader for arrays of {type}."),
            };
        }
    }

    [GeneratedRegex("""'descr': '[<|](?<type>\w\d)', 'fortran_order': False, 'shape': \((?<shape>[\d, ]*)\)""")]
    private static partial Regex HeaderPattern();
}
