using System.Runtime.InteropServices;

namespace GradCamService.Onnx.Execution;

/// <summary>The threads of GNU OpenMP, on which libtorch computes.</summary>
public static partial class NativeThreads
{
    // What libgomp itself takes where it knows that there are more threads than cores; a few microseconds.
    private const string BriefSpin = "1000";

    /// <summary>
    /// Lets a thread that waits for the others sleep after microseconds. By default it spins for milliseconds, which gains a few percent on
    /// idle cores; where another process or a container's quota takes a core away, the spinning takes the core from the very thread that
    /// is waited for, and one explanation of 30 ms was measured to take seconds. Call once at start, before libtorch is loaded. The
    /// environment's own <c>GOMP_SPINCOUNT</c> wins; an <c>OMP_WAIT_POLICY</c> too.
    /// </summary>
    /// <returns>Whether the threads were told.</returns>
    public static bool SpinBriefly() =>
        OperatingSystem.IsLinux()
        && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null
        && NativeLibrary.TryLoad("libc.so.6", out _)
        && setenv("GOMP_SPINCOUNT", BriefSpin, overwrite: 0) == 0;

    // .NET's own SetEnvironmentVariable changes a copy that native libraries do not see.
    [LibraryImport("libc.so.6", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
