using System.Globalization;

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>The most memory that this process had resident while something ran, as Linux counts it.</summary>
internal static class PeakMemory
{
    public static bool IsKnown => File.Exists("/proc/self/clear_refs");

    /// <returns>Bytes above what was resident before.</returns>
    public static long During(Action action)
    {
        GC.Collect();
        // Sets the peak back to the present (proc(5)).
        File.WriteAllText("/proc/self/clear_refs", "5");
        var before = Read("VmRSS");
        action();
        return Read("VmHWM") - before;
    }

    private static long Read(string field)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
