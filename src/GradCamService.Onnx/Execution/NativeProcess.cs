using System.Runtime.InteropServices;

namespace GradCamService.Onnx.Execution;

/// <summary>The process, as native libraries see it.</summary>
public static partial class NativeProcess
{
    /// <summary>
    /// Ends it at once, without the exit handlers of native libraries: libtorch's free what a thread still computes with, and that crashes. For a
    /// process that is stopped in the middle of a batch, after its files are closed.
    /// </summary>
    public static void EndAtOnce(int exitCode)
    {
        if (OperatingSystem.IsLinux())
            _exit(exitCode);
        Environment.Exit(exitCode);
    }

    /// <summary>
    /// Has it end so once its own code has: with the exit code that this gives. Whoever has more to do in the process, as tests that start a service in theirs,
    /// goes on.
    /// </summary>
    public static void EndWithoutExitHandlers() => AppDomain.CurrentDomain.ProcessExit += (_, _) => EndAtOnce(Environment.ExitCode);

    [LibraryImport("libc.so.6")]
    private static partial void _exit(int status);
}
