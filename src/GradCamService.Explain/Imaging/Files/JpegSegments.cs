using System.Buffers.Binary;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>Walks the marker segments of a JPEG, entropy-coded data included. ITU-T T.81, annex B.</summary>
internal ref struct JpegSegments(ReadOnlySpan<byte> file)
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    private readonly ReadOnlySpan<byte> _file = file;
    private int _at = 2;

    /// <summary>The current segment's second marker byte.</summary>
    public byte Marker { get; private set; }

    /// <summary>The current segment without its length.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    public readonly bool IsFrame => Marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    public readonly bool IsScan => Marker == StartOfScan;

    /// <summary>Moves to the next segment; false at the end mark.</summary>
    /// <exception cref="CorruptImageException">The file ends before its end mark, or has a marker that does not exist.</exception>
    public bool Next()
    {
        Marker = ReadMarker();
        if (Marker == EndOfImage)
            return false;
        if (Marker is < 0xC0 or 0xC8 or (>= 0xD0 and <= 0xD8) or (>= 0xF0 and <= 0xFD))
            throw new CorruptImageException($"The JPEG data has an impossible marker 0x{Marker:X2} before byte {_at}.");
        var length = BinaryPrimitives.ReadUInt16BigEndian(_file.Take(_at, 2, "a JPEG segment"));
        if (length < 2)
            throw new CorruptImageException($"The JPEG segment at byte {_at} has no length.");
        Body = _file.Take(_at, length, "a JPEG segment")[2..];
        _at += length;
        if (IsScan)
            SkipScan();
        return true;
    }

    private byte ReadMarker()
    {
        // Decoders skip stray bytes between segments, and fill bytes of 0xFF are allowed before any marker.
        var fill = _file[_at..].IndexOf((byte)0xFF);
        var code = fill < 0 ? -1 : _file[(_at + fill)..].IndexOfAnyExcept((byte)0xFF);
        if (code < 0)
            throw new CorruptImageException($"The file is truncated: the JPEG data ends after {_file.Length} bytes without its end mark.");
        _at += fill + code + 1;
        return _file[_at - 1];
    }

    /// <summary>Within a scan 0xFF is followed by 0 (a data byte), a fill byte or a restart marker; anything else ends it.</summary>
    private void SkipScan()
    {
        while (true)
        {
            var next = _file[_at..].IndexOf((byte)0xFF);
            var marker = _file.Take(next < 0 ? _file.Length : _at + next, 2, "the JPEG picture data")[1];
            _at += next;
            if (marker is not (0 or 0xFF or (>= 0xD0 and <= 0xD7)))
                return;
            _at += marker == 0xFF ? 1 : 2;
        }
    }
}
