using System.Buffers.Binary;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>
/// Finds where a JPEG's picture is whole by reading every code of its scans (ITU-T T.81, annexes F and G) without making pixels of them. It
/// is for files whose end mark is missing, where a codec cannot tell a picture followed by a trailer from one that was cut.
/// </summary>
internal ref struct JpegPicture
{
    private readonly ReadOnlySpan<byte> _file;
    private readonly JpegFrame _frame;
    private readonly HuffmanTable?[] _tables = new HuffmanTable?[32];

    // A bit for each of the 64 coefficients: of a channel, which are there to their last bit; of each block, which are not 0.
    private readonly ulong[] _final;
    private readonly ulong[][] _present;
    private int _restartInterval;

    private JpegPicture(ReadOnlySpan<byte> file, JpegFrame frame)
    {
        _file = file;
        _frame = frame;
        _final = new ulong[frame.Channels.Length];
        _present = Array.ConvertAll(
            frame.Channels, channel => frame.IsProgressive ? new ulong[channel.BlocksWide * channel.BlocksHigh] : []);
    }

    /// <summary>The position behind the last byte of a whole picture's data; −1 where something of it is missing.</summary>
    public static int EndOf(ReadOnlySpan<byte> file)
    {
        var segments = new JpegSegments(file);
        try
        {
            while (segments.Next())
            {
                if (!segments.IsFrame)
                    continue;
                var frame = JpegFrame.Read(segments.Marker, segments.Body);
                return frame.IsArithmetic ? -1 : new JpegPicture(file, frame).EndOf(segments);
            }
        }
        catch (CorruptImageException)
        {
            // Said by who asks.
        }
        return -1;
    }

    private int EndOf(JpegSegments segments)
    {
        // Tables may stand before the frame header, so reading begins anew.
        segments.Position = 2;
        while (segments.Next())
        {
            if (segments.Marker == 0xC4)
                HuffmanTable.Read(segments.Body, _tables);
            else if (segments.Marker == 0xDD)
                _restartInterval = BinaryPrimitives.ReadUInt16BigEndian(segments.Body.Take(0, 2, "the JPEG restart interval"));
            else if (segments.IsScan)
            {
                var scan = JpegScan.Read(segments.Body, _frame);
                var start = segments.Position;
                segments.Position = Walk(scan, start);
                foreach (var channel in scan.Channels)
                    _final[channel] |= scan.FinishedBits;
                if (_final.AsSpan().ContainsAnyExcept(ulong.MaxValue))
                    continue;

                // Zeros are codes, too, so that what a broken transfer leaves would complete the picture. Data rarely end so.
                return _file[start..segments.Position].EndsWith((ReadOnlySpan<byte>)[0, 0]) ? -1 : segments.Position;
            }
        }
        return -1;
    }

    /// <returns>The position behind the scan's data.</returns>
    /// <exception cref="CorruptImageException">The data end before the scan is whole, or have a code that does not exist.</exception>
    private readonly int Walk(JpegScan scan, int start)
    {
        var bits = new JpegBits(_file, start);
        var isAlone = scan.Channels.Length == 1;
        var first = _frame.Channels[scan.Channels[0]];
        var (across, down) = isAlone
            ? (first.BlocksShown, first.BlockRowsShown)
            : (first.BlocksWide / first.Across, first.BlocksHigh / first.Down);
        for (var unit = 0; unit < across * down; unit++)
        {
            if (_restartInterval > 0 && unit > 0 && unit % _restartInterval == 0)
                bits.Restart((unit / _restartInterval) - 1);
            for (var i = 0; i < scan.Channels.Length; i++)
            {
                var channel = _frame.Channels[scan.Channels[i]];
                var (wide, high) = isAlone ? (1, 1) : (channel.Across, channel.Down);
                for (var block = 0; block < wide * high; block++)
                {
                    var (x, y) = ((unit % across * wide) + (block % wide), (unit / across * high) + (block / wide));
                    var present = _present[scan.Channels[i]];
                    var unused = 0UL;
                    scan.SkipBlock(ref bits, _tables, i, ref present.Length == 0 ? ref unused : ref present[(y * channel.BlocksWide) + x]);
                }
            }
        }
        return bits.End();
    }
}
