using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace GradCamService.Fuzzing;

/// <summary>A way to damage a file. The same random numbers damage it in the same way.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Change">Changes the file in place.</param>
internal sealed record Mutation(string Name, Action<DamagedFile, Random> Change)
{
    private const int LongestPiece = 32;
    private const int MostRepeats = 300;

    // Signs, powers of two and what lies beside them: where sizes overflow.
    private static readonly ulong[] Numbers =
        [0, 1, 2, 3, 7, 0x7F, 0x80, 0xFF, 0x100, 0x3FFF, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 0xFF_FFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
            0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, ulong.MaxValue];

    private static readonly string[] Digits =
        ["0", "-1", "00", "1e309", "-0", "NaN", "Infinity", "0x10", "2147483648", "-9223372036854775809", "99999999999999999999", "1.5", "1,5", "٣", "1e-400"];

    private static readonly byte[][] Texts =
    [
        [0], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xFF, 0xFE], "\r\n"u8.ToArray(), "\r\n\r\n"u8.ToArray(), "\""u8.ToArray(), "\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(),
        "%00%ff"u8.ToArray(), "{}[]"u8.ToArray(), ";,="u8.ToArray(), "\u202E\u0301é"u8.ToArray(), Encoding.ASCII.GetBytes(new string('A', 5000)), Encoding.ASCII.GetBytes(new string('[', 5000)),
    ];

    /// <summary>What may happen to a file of any format.</summary>
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("flips a bit", (file, random) => file.At(random, (block, at) => block[at] ^= (byte)(1 << random.Next(8)))),
        new("sets a byte", (file, random) => file.At(random, (block, at) => block[at] = (byte)random.Next(256))),
        new("fills a byte", (file, random) => file.At(random, (block, at) => block[at] = random.Next(2) == 0 ? (byte)0 : byte.MaxValue)),
        new("sets a number", (file, random) => file.At(random, (block, at) => SetNumber(block, at, random))),
        new("counts one up or down", (file, random) => file.At(random, (block, at) => block[at] += (byte)(random.Next(2) == 0 ? 1 : 255))),
        new("sets digits", SetDigits),
        new("inserts odd text", (file, random) => file.At(random, (block, at) => block.InsertRange(at, Texts[random.Next(Texts.Length)]))),
        new("inserts bytes", (file, random) => file.At(random, (block, at) => block.InsertRange(at, Bytes(random)))),
        new("removes bytes", (file, random) => file.At(random, (block, at) => block.RemoveRange(at, Length(block, at, random)))),
        new("repeats bytes", (file, random) => file.At(random, (block, at) => block.InsertRange(at, block.GetRange(at, Length(block, at, random))))),
        new("swaps two bytes", (file, random) => file.At(random, (block, at) => (block[at], block[^(1 + (at / 2))]) = (block[^(1 + (at / 2))], block[at]))),
        new("cuts a block", (file, random) => file.At(random, (block, at) => block.RemoveRange(at, block.Count - at))),
        new("cuts the file", (file, random) => Cut(file, random.Next(file.Blocks.Count))),
        new("removes a block", (file, random) => file.Blocks.RemoveAt(random.Next(file.Blocks.Count))),
        new("repeats a block", (file, random) => file.Insert([.. file.Any(random)], random)),
        new("repeats a block often", RepeatOften),
        new("swaps two blocks", SwapBlocks),
        new("takes a block of another file", (file, random) => file.Insert([.. file.Other[random.Next(file.Other.Count)]], random)),
        new("goes on as another file", GoOn),
    ];

    private static void Cut(DamagedFile file, int at) => file.Blocks.RemoveRange(at, file.Blocks.Count - at);

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(1, LongestPiece)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static int Length(List<byte> block, int at, Random random) => Math.Min(random.Next(1, LongestPiece), block.Count - at);

    private static void SetNumber(List<byte> block, int at, Random random)
    {
        var bytes = new byte[sizeof(ulong)];
        var (number, width) = (Numbers[random.Next(Numbers.Length)], 1 << random.Next(4));
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        else
            BinaryPrimitives.WriteUInt64BigEndian(bytes, number << (64 - (8 * width)));
        for (var i = 0; i < width && at + i < block.Count; i++)
            block[at + i] = bytes[i];
    }

    private static void SetDigits(DamagedFile file, Random random)
    {
        var block = file.Any(random);
        var first = block.FindIndex(block.Count == 0 ? 0 : random.Next(block.Count), IsDigit);
        if (first < 0)
            return;
        var end = block.FindIndex(first, value => !IsDigit(value));
        block.RemoveRange(first, (end < 0 ? block.Count : end) - first);
        block.InsertRange(first, Encoding.UTF8.GetBytes(
            random.Next(2) == 0 ? Digits[random.Next(Digits.Length)] : random.Next().ToString(CultureInfo.InvariantCulture)));
    }

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';

    private static void RepeatOften(DamagedFile file, Random random)
    {
        var (block, at) = (file.Any(random), random.Next(file.Blocks.Count));
        var count = Math.Min(random.Next(2, MostRepeats), DamagedFile.Longest / Math.Max(block.Count, 1));
        file.Blocks.InsertRange(at, Enumerable.Range(0, count).Select(_ => block.ToList()));
    }

    private static void SwapBlocks(DamagedFile file, Random random)
    {
        var (first, second) = (random.Next(file.Blocks.Count), random.Next(file.Blocks.Count));
        (file.Blocks[first], file.Blocks[second]) = (file.Blocks[second], file.Blocks[first]);
    }

    private static void GoOn(DamagedFile file, Random random)
    {
        var (from, to) = (random.Next(file.Blocks.Count), random.Next(file.Other.Count));
        Cut(file, from);
        file.Blocks.AddRange(file.Other.Skip(to).Select(block => block.ToList()));
    }
}
