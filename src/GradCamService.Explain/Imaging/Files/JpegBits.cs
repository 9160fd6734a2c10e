namespace GradCamService.Explain.Imaging.Files;

/// <summary>The bits of a scan's data. ITU-T T.81, F.2.2.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> file, int start)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private int _at = start;
    private int _byte;
    private int _left;

    /// <summary>Further blocks of a progressive scan without a code.</summary>
    public int EmptyBlocks { get; set; }

    /// <summary>The refusal of data that no encoder writes.</summary>
    public static CorruptImageException Damaged() => new("The JPEG picture data are damaged.");

    /// <returns>So many bits as a number.</returns>
    /// <exception cref="CorruptImageException">The data end, at the file's end or at a marker.</exception>
    public int Read(int count)
    {
        var value = 0;
        for (; count > 0; count--)
            value = (value << 1) | ReadBit();
        return value;
    }

    /// <returns>The value of the next code.</returns>
    public int Decode(HuffmanTable? table)
    {
        if (table is null)
            throw Damaged();
        var code = 0;
        for (var length = 0; length < table.Counts.Length; length++)
        {
            code = (code << 1) | ReadBit();
            var index = code - table.FirstCodes[length];
            if (index < table.Counts[length])
                return table.Values[table.FirstValues[length] + index];
        }
        throw Damaged();
    }

    /// <summary>Moves behind a restart marker, whose number counts from 0 to 7 over and over.</summary>
    public void Restart(int number)
    {
        _at = End();
        while (_at < _file.Length - 1 && _file[_at] == 0xFF && _file[_at + 1] == 0xFF)
            _at++;
        if (_at > _file.Length - 2 || _file[_at] != 0xFF || _file[_at + 1] != 0xD0 + (number & 7))
            throw Damaged();
        _at += 2;
        EmptyBlocks = 0;
    }

    /// <summary>The position behind the last byte that was begun, whose remaining bits an encoder sets.</summary>
    public int End()
    {
        var isFilled = (_byte & ((1 << _left) - 1)) == (1 << _left) - 1;
        _left = 0;
        return isFilled && EmptyBlocks == 0 ? _at : throw Damaged();
    }

    private int ReadBit()
    {
        if (_left == 0)
            ReadByte();
        return (_byte >> --_left) & 1;
    }

    private void ReadByte()
    {
        if (_at >= _file.Length)
            throw Damaged();
        _byte = _file[_at++];
        _left = 8;
        if (_byte != 0xFF)
            return;
        while (_at < _file.Length && _file[_at] == 0xFF)
            _at++;
        if (_at >= _file.Length || _file[_at++] != 0)
            throw Damaged();
    }
}

/// <summary>Codes by their length: how many there are, the first code, and where their values begin. ITU-T T.81, annex C.</summary>
internal sealed record HuffmanTable(int[] Counts, int[] FirstCodes, int[] FirstValues, byte[] Values)
{
    private const int Lengths = 16;

    /// <param name="body">Tables, one behind the other.</param>
    /// <param name="tables">By number; those of AC codes from 16 on.</param>
    public static void Read(ReadOnlySpan<byte> body, HuffmanTable?[] tables)
    {
        const string Part = "the JPEG Huffman tables";
        while (!body.IsEmpty)
        {
            var kind = body[0];
            var lengths = body.Take(1, Lengths, Part);
            var (counts, codes, values) = (new int[Lengths], new int[Lengths], new int[Lengths]);
            var (code, sum) = (0, 0);
            for (var i = 0; i < Lengths; i++)
            {
                (counts[i], codes[i], values[i]) = (lengths[i], code, sum);
                (code, sum) = ((code + lengths[i]) << 1, sum + lengths[i]);
            }
            if (kind > 0x1F)
                throw JpegBits.Damaged();
            tables[kind] = new HuffmanTable(counts, codes, values, body.Take(1 + Lengths, sum, Part).ToArray());
            body = body[(1 + Lengths + sum)..];
        }
    }
}
