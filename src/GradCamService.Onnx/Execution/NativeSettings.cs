using System.Runtime.InteropServices;

namespace GradCamService.Onnx.Execution;

/// <summary>What native libraries read from the environment once, when they are loaded. What the environment itself says wins.</summary>
public static partial class NativeSettings
{
    /// <summary>Call once at start, before libtorch is loaded.</summary>
    public static void Apply()
    {
        NativeThreads.SpinBriefly();
        NativeRoutines.AvoidWrong();
    }

    /// <returns>Whether the libraries will see it.</returns>
    internal static bool Set(string name, string value) =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out _) && setenv(name, value, overwrite: 0) == 0;

    // .NET's own SetEnvironmentVariable changes a copy that native libraries do not see.
    [LibraryImport("libc.so.6", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
