using System.Runtime.InteropServices;

namespace GradCamService.Tests;

/// <summary>
/// Bytes in use, not bytes resident: what the system leaves in memory of files, and the garbage between two collections, depend on what else
/// the machine does.
/// </summary>
internal sealed partial record InUse(long Managed, long Native)
{
    /// <summary>
    /// What may lie in pools and caches more after a window of 400 requests. A request needs tens of megabytes for a moment; if it left eleven kilobytes
    /// behind, every window would exceed this.
    /// </summary>
    private const long Slack = 4 << 20;

    public long Total => Managed + Native;

    public bool Exceeds(InUse earlier) => Managed > earlier.Managed + Slack || Native > earlier.Native + Slack;

    public static InUse Now()
    {
        // A first collection finds what has a finalizer, a second what that held.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return new InUse(GC.GetTotalMemory(forceFullCollection: true), NativeBytes());
    }

    private static long NativeBytes() => OperatingSystem.IsLinux() && mallinfo2() is var heap ? (long)(heap.Allocated + heap.Mapped) : 0;

    [LibraryImport("libc.so.6")]
    private static partial HeapStatistics mallinfo2();

    /// <summary>glibc's struct mallinfo2 (malloc.h): ten numbers, of which two are read.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct HeapStatistics
    {
        private readonly nuint _arena, _freeChunks, _fastChunks, _mappings;

        /// <summary>hblkhd: bytes in blocks of their own mapping.</summary>
        public readonly nuint Mapped;

        private readonly nuint _unused, _fastBytes;

        /// <summary>uordblks: bytes in blocks that are in use.</summary>
        public readonly nuint Allocated;

        private readonly nuint _freeBytes, _trimmable;
    }
}
