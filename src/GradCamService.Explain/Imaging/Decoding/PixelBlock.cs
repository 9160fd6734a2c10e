namespace GradCamService.Explain.Imaging.Decoding;

/// <summary>
/// A block of native memory for pixels. Blocks up to 64 MiB are kept for the next photo, as many as were ever in use at once: fresh memory
/// costs a page fault every 4 KiB. Larger ones go back to the system at once.
/// </summary>
internal sealed unsafe class PixelBlock : IDisposable
{
    private const int LargestKept = 64 << 20;

    // Photos of nearly one size share blocks.
    private const long Rounding = 1 << 20;

    private static readonly List<PixelBlock> Kept = [];

    private readonly NativeBlock _memory;
    private readonly int _length;

    private PixelBlock(int length) => (_memory, _length) = (new NativeBlock(length), length);

    /// <summary>The address.</summary>
    public nint Start => (nint)_memory.Pin().Pointer;

    /// <summary>A block of at least so many bytes, with what was in it before; the caller disposes it, once.</summary>
    /// <exception cref="InsufficientMemoryException">The system has no such block.</exception>
    public static PixelBlock Rent(long bytes)
    {
        PixelBlock? tooSmall = null;
        lock (Kept)
        {
            var at = Kept.FindIndex(block => block._length >= bytes);
            var isKept = at >= 0;

            // A larger block takes a smaller one's place, so that there are never more than were in use at once.
            at = isKept ? at : Kept.Count - 1;
            if (at >= 0)
            {
                tooSmall = Kept[at];
                Kept.RemoveAt(at);
            }
            if (isKept)
                return tooSmall!;
        }
        tooSmall?.Free();
        return new PixelBlock((int)Math.Min((bytes + Rounding - 1) / Rounding * Rounding, int.MaxValue));
    }

    /// <summary>The first bytes.</summary>
    public Span<byte> Bytes(int count) => _memory.GetSpan()[..count];

    public void Dispose()
    {
        if (_length > LargestKept)
        {
            Free();
            return;
        }
        lock (Kept)
        {
            // From small to large, so that the first that fits is the tightest; of one size the last used is first, as caches hold it.
            var at = Kept.FindIndex(block => block._length >= _length);
            Kept.Insert(at < 0 ? Kept.Count : at, this);
        }
    }

    private void Free() => ((IDisposable)_memory).Dispose();
}
