using System.Runtime.InteropServices;

namespace GradCamService.Explain.Imaging.Decoding;

/// <summary>
/// A block of native memory for pixels. Blocks up to 64 MiB are kept for the next photo, as many as were ever in use at once: fresh memory
/// costs a page fault every 4 KiB. Larger ones go back to the system at once, which the C library's heap would not do: the process tells it
/// to keep everything, for tensors.
/// </summary>
internal sealed unsafe partial class PixelBlock : IDisposable
{
    private const long LargestKept = 64 << 20;

    // Photos of nearly one size share blocks.
    private const long Rounding = 1 << 20;

    // Of Linux' mman.h.
    private const int ReadAndWrite = 1 | 2;
    private const int PrivateAndAnonymous = 2 | 0x20;

    private static readonly List<PixelBlock> Kept = [];

    private readonly void* _start;
    private readonly long _length;

    private PixelBlock(long length)
    {
        _length = length;
        _start = OperatingSystem.IsLinux() ? Map((nuint)length) : NativeMemory.AllocZeroed((nuint)length);
    }

    /// <summary>The address.</summary>
    public nint Start => (nint)_start;

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
        return new PixelBlock((bytes + Rounding - 1) / Rounding * Rounding);
    }

    /// <summary>The first bytes.</summary>
    public Span<byte> Bytes(int count) => new(_start, count);

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

    private static void* Map(nuint length)
    {
        var start = mmap(0, length, ReadAndWrite, PrivateAndAnonymous, -1, 0);
        return start == -1 ? throw new InsufficientMemoryException("The system has no block of memory for the pixels.") : (void*)start;
    }

    private void Free()
    {
        if (OperatingSystem.IsLinux())
            _ = munmap((nint)_start, (nuint)_length);
        else
            NativeMemory.Free(_start);
    }

    [LibraryImport("libc.so.6")]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc.so.6")]
    private static partial int munmap(nint address, nuint length);
}
