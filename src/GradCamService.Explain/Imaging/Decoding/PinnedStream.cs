using SkiaSharp;

namespace GradCamService.Explain.Imaging.Decoding;

/// <summary>
/// A file in memory that ends when it is cancelled. No exception may cross the codec, which would end the process: whatever a damaged file makes the
/// codec ask for, it gets what there is.
/// </summary>
/// <param name="file">The first byte; pinned for as long as the codec is there.</param>
/// <param name="length">Bytes, ≥ 0.</param>
/// <param name="cancellation">Checked whenever the codec reads on, every few KiB.</param>
internal sealed unsafe class PinnedStream(byte* file, int length, CancellationToken cancellation) : SKAbstractManagedStream
{
    private int _position;

    /// <summary>Without a buffer bytes are skipped. A size is unsigned to the codec.</summary>
    protected override nint OnRead(nint buffer, nint size)
    {
        var count = Peek(buffer, size);
        _position += count;
        return count;
    }

    protected override nint OnPeek(nint buffer, nint size) => Peek(buffer, size);

    protected override bool OnIsAtEnd() => _position == length || cancellation.IsCancellationRequested;

    protected override bool OnHasPosition() => true;

    protected override bool OnHasLength() => true;

    protected override bool OnRewind() => OnSeek(0);

    protected override nint OnGetPosition() => _position;

    protected override nint OnGetLength() => length;

    protected override bool OnSeek(nint position)
    {
        _position = (int)Math.Min((nuint)position, (nuint)length);
        return true;
    }

    protected override bool OnMove(int offset) => OnSeek((nint)Math.Max(0L, (long)_position + offset));

    // The codecs that read from a stream need no second one.
    protected override nint OnCreateNew() => 0;

    protected override nint OnFork() => 0;

    protected override nint OnDuplicate() => 0;

    private int Peek(nint buffer, nint size)
    {
        if (cancellation.IsCancellationRequested)
            return 0;
        var count = (int)Math.Min((nuint)size, (nuint)(length - _position));
        if (buffer != 0)
            new ReadOnlySpan<byte>(file + _position, count).CopyTo(new Span<byte>((void*)buffer, count));
        return count;
    }
}
