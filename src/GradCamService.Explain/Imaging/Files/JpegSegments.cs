using System.Buffers.Binary;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>Walks the marker segments of a JPEG, entropy-coded data included. ITU-T T.81, annex B.</summary>
internal ref struct JpegSegments(ReadOnlySpan<byte> file)
{
    public const byte EndOfImage = 0xD9;

    /// <summary>The frame header of JPEG-LS, ITU-T T.87.</summary>
    public const byte LosslessStandard = 0xF7;

    private const byte StartOfScan = 0xDA;

    private readonly ReadOnlySpan<byte> _file = file;

    /// <summary>The current segment's second marker byte.</summary>
    public byte Marker { get; private set; }

    /// <summary>The current segment without its length.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Where to read on: behind the current segment, and for a scan before its data.</summary>
    public int Position { get; set; } = 2;

    public readonly bool IsFrame => Marker is LosslessStandard or (>= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC));

    public readonly bool IsScan => Marker == StartOfScan;

    /// <summary>Moves to the next segment; false at the end mark.</summary>
    /// <exception cref="CorruptImageException">The file ends before its end mark, or has a marker that does not exist.</exception>
    public bool Next()
    {
        if (IsScan)
            SkipScan();

        // Markers without a segment, and stray ones, are skipped as decoders do.
        do
            Marker = ReadMarker();
        while (Marker is 0 or 1 or (>= 0xD0 and <= 0xD7));
        if (Marker == EndOfImage)
            return false;
        if (Marker is < 0xC0 or 0xC8 or 0xD8 or (>= 0xF0 and <= 0xFD and not LosslessStandard))
            throw new CorruptImageException(FormattableString.Invariant(
                $"The JPEG data has an impossible marker 0x{Marker:X2} before byte {Position}."));
        var length = BinaryPrimitives.ReadUInt16BigEndian(_file.Take(Position, 2, "a JPEG segment"));
        if (length < 2)
            throw new CorruptImageException(FormattableString.Invariant($"The JPEG segment at byte {Position} has no length."));
        Body = _file.Take(Position, length, "a JPEG segment")[2..];
        Position += length;
        return true;
    }

    private byte ReadMarker()
    {
        // Decoders skip stray bytes between segments, and fill bytes of 0xFF are allowed before any marker.
        var fill = _file[Position..].IndexOf((byte)0xFF);
        var code = fill < 0 ? -1 : _file[(Position + fill)..].IndexOfAnyExcept((byte)0xFF);
        if (code < 0)
            throw FileParts.EndsInside(_file, "the JPEG data: the end mark is missing");
        Position += fill + code + 1;
        return _file[Position - 1];
    }

    /// <summary>Within a scan 0xFF is followed by 0 (a data byte), a fill byte or a restart marker; anything else ends it.</summary>
    private void SkipScan()
    {
        while (true)
        {
            var next = _file[Position..].IndexOf((byte)0xFF);
            var marker = _file.Take(next < 0 ? _file.Length : Position + next, 2, "the JPEG picture data")[1];
            Position += next;
            if (marker is not (0 or 0xFF or (>= 0xD0 and <= 0xD7)))
                return;
            Position += marker == 0xFF ? 1 : 2;
        }
    }
}
