using System.Runtime.InteropServices;

namespace GradCamService.Onnx.Execution;

/// <summary>The threads among which libtorch's OpenMP library divides the work of one operator.</summary>
public static partial class NativeThreads
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    /// <summary>
    /// Lets threads that wait for each other sleep. By default they spin, and where another process wants the processors, a thread that
    /// spins keeps them from the one it waits for: on two busy cores a caption took 2,000 ms instead of 50. Has an effect until libtorch is
    /// loaded, so call it first; an environment variable that is set already is left alone.
    /// </summary>
    public static void SleepWhileWaiting()
    {
        // Environment.SetEnvironmentVariable changes .NET's copy only, which native libraries do not see.
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(WaitPolicy) is null)
            _ = setenv(WaitPolicy, "passive", 0);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
