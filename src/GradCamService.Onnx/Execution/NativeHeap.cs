using System.Runtime.InteropServices;

namespace GradCamService.Onnx.Execution;

/// <summary>The C library's heap, from which libtorch takes its tensors.</summary>
public static partial class NativeHeap
{
    // Parameter numbers of glibc's mallopt (malloc.h).
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;
    private const int OneGibibyte = 1 << 30;

    // What a thread's arena grows by (HEAP_MAX_SIZE on 64 bits), and gives back as soon as it is empty, whatever the threshold is, unless as much is to stay.
    private const int ArenaHeap = 64 << 20;

    /// <summary>
    /// Keeps freed blocks for the next tensor. By default glibc hands every large activation back to the kernel and faults it in
    /// again. Call once at start; does nothing where the C library is not glibc.
    /// </summary>
    /// <returns>Whether the heap was told.</returns>
    public static bool KeepLargeBlocks()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var libc) || !NativeLibrary.TryGetExport(libc, "mallopt", out _))
            return false;
        return mallopt(MmapThreshold, OneGibibyte) == 1 & mallopt(TrimThreshold, OneGibibyte) == 1 & mallopt(TopPad, ArenaHeap) == 1;
    }

    /// <summary>Hands what is free back to the kernel, as after a model's weights were freed, which are not needed again soon.</summary>
    public static void GiveBack()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, "malloc_trim", out _))
            _ = malloc_trim(0);
    }

    [LibraryImport("libc.so.6")]
    private static partial int malloc_trim(nuint kept);

    [LibraryImport("libc.so.6")]
    private static partial int mallopt(int parameter, int value);
}
