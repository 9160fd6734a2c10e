using System.Globalization;

namespace GradCamService.Configuration;

/// <summary>How many files and sockets this process may have open.</summary>
internal static class OpenFiles
{
    // proc(5): a line "Max open files", then the soft limit, which the runtime has raised to the hard one.
    private const string Limits = "/proc/self/limits";
    private const string Line = "Max open files";

    /// <summary>Where the system does not say: no limit that is known.</summary>
    public static long Most => !File.Exists(Limits) ? long.MaxValue : File.ReadLines(Limits)
        .Where(line => line.StartsWith(Line, StringComparison.Ordinal))
        .Select(line => line[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])
        .Select(limit => long.TryParse(limit, CultureInfo.InvariantCulture, out var files) ? files : long.MaxValue)
        .FirstOrDefault(long.MaxValue);
}
