using System.Buffers.Binary;
using SkiaSharp;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>
/// JPEG: size from the frame header, completeness from the end mark, or from the picture itself where something else took the mark's place.
/// </summary>
internal static class JpegFile
{
    private const byte App1 = 0xE1;

    /// <summary>
    /// Each scan costs a pass over all pixels however few bytes it has. Encoders write about ten; more are taken as long as they cost no
    /// more than twice those of the largest picture.
    /// </summary>
    private const int MostScansOfLargest = 20;

    // A coefficient is stored in two bytes; the rows that the codec keeps of each channel are fewer than this.
    private const int BytesACoefficient = 2;
    private const int RowBytesAPixel = 256;

    private static ReadOnlySpan<byte> EndMark => [0xFF, JpegSegments.EndOfImage];

    public static bool Matches(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    public static FileHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var segments = new JpegSegments(file);
        SKEncodedOrigin? origin = null;
        JpegFrame? frame = null;
        while (segments.Next() && !segments.IsScan)
        {
            if (segments.Marker == App1 && segments.Body.StartsWith(ExifOrientation.Prefix))
                origin ??= ExifOrientation.Read(segments.Body);
            if (segments.IsFrame)
                frame ??= JpegFrame.Read(segments.Marker, segments.Body);
        }
        if (frame is null)
            throw new CorruptImageException("The JPEG file has no frame header.");

        // All coefficients are kept where one scan does not finish them.
        var isKept = frame.IsProgressive || !segments.IsScan || segments.Body[0] < frame.Channels.Length;
        var coefficients = isKept ? 64L * frame.Channels.Sum(channel => (long)channel.BlocksWide * channel.BlocksHigh) : 0;
        var codecBytes = (BytesACoefficient * coefficients) + (RowBytesAPixel * (long)frame.Width);
        return new FileHeader(frame.Width, frame.Height, origin ?? SKEncodedOrigin.TopLeft, codecBytes);
    }

    public static ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> file, FileHeader header, DecodeLimits limits)
    {
        var segments = new JpegSegments(file.Span);
        var scans = 0;
        try
        {
            while (segments.Next())
                scans += segments.IsScan ? 1 : 0;
        }
        catch (CorruptImageException) when (scans > 0)
        {
            CheckScans(scans, header, limits);
            var end = JpegPicture.EndOf(file.Span);

            // What ends with its picture data was cut; what goes on behind them has something else in its end mark's place.
            if (end < 0 || file.Length - end < EndMark.Length)
                throw;
            return (byte[])[.. file.Span[..end], .. EndMark];
        }
        if (scans == 0)
            throw new CorruptImageException("The JPEG file has no picture data.");
        CheckScans(scans, header, limits);
        return file;
    }

    private static void CheckScans(int scans, FileHeader header, DecodeLimits limits)
    {
        var most = MostScansOfLargest * limits.Pixels;
        if ((long)header.Width * header.Height * scans > most)
            throw new ImageTooLargeException(scans, header.Width, header.Height, most);
    }
}

/// <summary>The frame header: size, and how the channels are sampled. ITU-T T.81, B.2.2.</summary>
internal sealed record JpegFrame(int Width, int Height, bool IsProgressive, JpegChannel[] Channels)
{
    private const byte Progressive = 0xC2;

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
                $"The JPEG file is {kind}, which is not accepted; baseline and progressive JPEGs of 8 bits are.");
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
        return new JpegFrame(width, height, marker == Progressive, channels);
    }

    /// <summary>T.81, table B.1, and T.87 for JPEG-LS; null for what is decoded.</summary>
    private static string? KindNotServed(byte marker, byte bits) => marker switch
    {
        0xC0 or 0xC1 or Progressive when bits == 8 => null,
        0xC0 or 0xC1 or Progressive => FormattableString.Invariant($"one of {bits} bits a channel"),
        0xC3 or 0xCB => "lossless JPEG",
        0xC9 or 0xCA => "arithmetic-coded",
        JpegSegments.LosslessStandard => "JPEG-LS",
        _ => "hierarchical",
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
