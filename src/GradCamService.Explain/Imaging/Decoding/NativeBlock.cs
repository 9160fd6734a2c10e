using System.Buffers;
using System.Runtime.InteropServices;

namespace GradCamService.Explain.Imaging.Decoding;

/// <summary>
/// Memory of its own mapping: it goes back to the system when it is disposed, once, which neither the collector's nor the C library's heap
/// would do: the process tells that to keep everything, for tensors.
/// </summary>
public sealed unsafe partial class NativeBlock : MemoryManager<byte>
{
    // Of Linux' mman.h.
    private const int ReadAndWrite = 1 | 2;
    private const int PrivateAndAnonymous = 2 | 0x20;

    private readonly int _length;
    private void* _start;

    /// <param name="length">Bytes, ≥ 1; zero, and not taken from the system before they are written.</param>
    /// <exception cref="InsufficientMemoryException">The system has no such block.</exception>
    public NativeBlock(int length)
    {
        _length = length;
        _start = OperatingSystem.IsLinux() ? Map((nuint)length) : NativeMemory.AllocZeroed((nuint)length);
    }

    public override Span<byte> GetSpan() => new(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)_start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        var start = _start;
        _start = null;
        if (start is null)
            return;
        if (OperatingSystem.IsLinux())
            _ = munmap((nint)start, (nuint)_length);
        else
            NativeMemory.Free(start);
    }

    private static void* Map(nuint length)
    {
        var start = mmap(0, length, ReadAndWrite, PrivateAndAnonymous, -1, 0);
        return start == -1 ? throw new InsufficientMemoryException("The system has no block of memory of this size.") : (void*)start;
    }

    [LibraryImport("libc.so.6")]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc.so.6")]
    private static partial int munmap(nint address, nuint length);
}
