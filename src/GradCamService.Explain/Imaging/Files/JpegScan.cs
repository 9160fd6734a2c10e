namespace GradCamService.Explain.Imaging.Files;

/// <summary>A scan: which bits of which coefficients of which channels it holds. ITU-T T.81, B.2.3, F.2 and G.1.</summary>
/// <param name="Channels">Indices into the frame's.</param>
/// <param name="Tables">Of each channel: its table of DC (upper four bits) and of AC codes.</param>
/// <param name="First">First coefficient.</param>
/// <param name="Last">Last coefficient.</param>
/// <param name="IsRefinement">Whether it adds one bit to coefficients that an earlier scan began.</param>
/// <param name="MissingBits">Bits that later scans add.</param>
internal sealed record JpegScan(int[] Channels, byte[] Tables, int First, int Last, bool IsRefinement, int MissingBits, bool IsProgressive)
{
    private const int LongestRun = 15;

    /// <summary>A bit for each coefficient that is whole behind this scan.</summary>
    public ulong FinishedBits => MissingBits > 0 ? 0 : (ulong.MaxValue >> (63 - Last)) & (ulong.MaxValue << First);

    public static JpegScan Read(ReadOnlySpan<byte> body, JpegFrame frame)
    {
        const string Part = "a JPEG scan header";
        var count = body.Take(0, 1, Part)[0];
        var tail = body.Take(1 + (2 * count), 3, Part);
        var (channels, tables) = (new int[count], new byte[count]);
        for (var i = 0; i < count; i++)
        {
            var id = body[1 + (2 * i)];
            (channels[i], tables[i]) = (Array.FindIndex(frame.Channels, channel => channel.Id == id), body[2 + (2 * i)]);
        }
        var scan = frame.IsProgressive
            ? new JpegScan(channels, tables, tail[0], tail[1], tail[2] >> 4 != 0, tail[2] & 15, true)
            : new JpegScan(channels, tables, 0, 63, false, 0, false);
        var isPossible = count is >= 1 and <= 4 && !channels.Contains(-1) && scan.First <= scan.Last && scan.Last <= 63
            && (!frame.IsProgressive || (scan.First == 0 ? scan.Last == 0 : count == 1));
        return isPossible ? scan : throw new CorruptImageException("The JPEG file has a scan that cannot be.");
    }

    /// <summary>Reads one block's codes.</summary>
    /// <param name="index">Of the channel in the scan.</param>
    /// <param name="present">Which coefficients of the block are not 0; used and kept where there are several scans.</param>
    public void SkipBlock(ref JpegBits bits, HuffmanTable?[] tables, int index, ref ulong present)
    {
        var first = First;
        if (first == 0)
        {
            if (IsRefinement)
                bits.Read(1);
            else
                bits.Read(bits.Decode(tables[Tables[index] >> 4]));
            first = 1;
        }
        if (first > Last)
            return;
        var table = tables[16 + (Tables[index] & 15)];
        if (IsRefinement)
            SkipRefinement(ref bits, table, first, ref present);
        else
            SkipCoefficients(ref bits, table, first, ref present);
    }

    private void SkipCoefficients(ref JpegBits bits, HuffmanTable? table, int first, ref ulong present)
    {
        if (bits.EmptyBlocks > 0)
        {
            bits.EmptyBlocks--;
            return;
        }
        for (var k = first; k <= Last; k++)
        {
            var code = bits.Decode(table);
            var (run, size) = (code >> 4, code & 15);
            if (size == 0 && run < LongestRun)
            {
                bits.EmptyBlocks = IsProgressive ? (1 << run) - 1 + bits.Read(run) : 0;
                return;
            }
            k += run;
            if (k > Last && size > 0)
                throw JpegBits.Damaged();
            bits.Read(size);
            if (size > 0)
                present |= 1UL << k;
        }
    }

    /// <summary>A bit for every coefficient that is not 0 already; between them, codes for those that become so.</summary>
    private void SkipRefinement(ref JpegBits bits, HuffmanTable? table, int first, ref ulong present)
    {
        var k = first;
        while (bits.EmptyBlocks == 0 && k <= Last)
        {
            var code = bits.Decode(table);
            var (run, size) = (code >> 4, code & 15);
            if (size == 0 && run < LongestRun)
            {
                bits.EmptyBlocks = (1 << run) + bits.Read(run);
                break;
            }
            bits.Read(size == 0 ? 0 : 1);
            for (; k <= Last; k++)
            {
                if ((present & (1UL << k)) != 0)
                    bits.Read(1);
                else if (--run < 0)
                    break;
            }
            if (size > 0 && k > Last)
                throw JpegBits.Damaged();
            present |= size > 0 ? 1UL << k : 0;
            k++;
        }
        if (bits.EmptyBlocks == 0)
            return;
        bits.EmptyBlocks--;
        for (; k <= Last; k++)
            bits.Read((int)(present >> k) & 1);
    }
}
