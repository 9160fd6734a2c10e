using System.Buffers.Binary;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>The frame header: size, and how the channels are sampled. ITU-T T.81, B.2.2.</summary>
internal sealed record JpegFrame(int Width, int Height, bool IsProgressive, bool IsArithmetic, JpegChannel[] Channels)
{
    // T.81, table B.1: the kinds that the codec decodes.
    private const byte Baseline = 0xC0;
    private const byte Extended = 0xC1;
    private const byte Progressive = 0xC2;
    private const byte ArithmeticExtended = 0xC9;
    private const byte ArithmeticProgressive = 0xCA;

    /// <exception cref="CorruptImageException">It is not complete.</exception>
    /// <exception cref="UnsupportedImageException">A kind of JPEG that the codec does not decode.</exception>
    public static JpegFrame Read(byte marker, ReadOnlySpan<byte> body)
    {
        const string Part = "the JPEG frame header";
        var head = body.Take(0, 6, Part);
        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(head[1..]), BinaryPrimitives.ReadUInt16BigEndian(head[3..]));
        if (KindNotServed(marker, head[0]) is { } kind)
        {
            throw new UnsupportedImageException(
                $"The file is {kind}, which is not accepted; baseline and progressive JPEGs of 8 bits are.");
        }
        var list = body.Take(6, 3 * head[5], Part);
        var (widest, highest) = (1, 1);
        for (var at = 1; at < list.Length; at += 3)
            (widest, highest) = (Math.Max(widest, list[at] >> 4), Math.Max(highest, list[at] & 15));
        var channels = new JpegChannel[head[5]];
        for (var i = 0; i < channels.Length; i++)
        {
            var (across, down) = (list[(i * 3) + 1] >> 4, list[(i * 3) + 1] & 15);
            if (across is < 1 or > 4 || down is < 1 or > 4)
                throw new CorruptImageException("The JPEG file's frame header has a sampling factor that does not exist.");
            channels[i] = new JpegChannel(
                list[i * 3], across, down,
                BlocksWide: Ceiling(width, 8 * widest) * across, BlocksHigh: Ceiling(height, 8 * highest) * down,
                BlocksShown: Ceiling(width * across, 8 * widest), BlockRowsShown: Ceiling(height * down, 8 * highest));
        }
        return new JpegFrame(
            width, height, marker is Progressive or ArithmeticProgressive, marker is ArithmeticExtended or ArithmeticProgressive, channels);
    }

    /// <summary>Null for what is decoded.</summary>
    private static string? KindNotServed(byte marker, byte bits) => marker switch
    {
        Baseline or Extended or Progressive or ArithmeticExtended or ArithmeticProgressive =>
            bits == 8 ? null : FormattableString.Invariant($"a JPEG of {bits} bits a channel"),
        0xC3 or 0xCB => "a lossless JPEG",
        JpegSegments.LosslessStandard => "a JPEG-LS",
        _ => "a hierarchical JPEG",
    };

    private static int Ceiling(int value, int step) => (value + step - 1) / step;
}

/// <param name="Id">Its name in the scans.</param>
/// <param name="Across">Blocks in a row of a unit of interleaved channels, 1–4.</param>
/// <param name="Down">Rows of blocks in such a unit, 1–4.</param>
/// <param name="BlocksWide">Blocks a row, whole units.</param>
/// <param name="BlocksHigh">Rows of blocks, whole units.</param>
/// <param name="BlocksShown">Blocks a row that hold pixels: those of a scan of this channel alone.</param>
/// <param name="BlockRowsShown">Likewise.</param>
internal sealed record JpegChannel(byte Id, int Across, int Down, int BlocksWide, int BlocksHigh, int BlocksShown, int BlockRowsShown);
