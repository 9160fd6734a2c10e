namespace GradCamService.Onnx.Tests.Conformance;

/// <summary>
/// The reviewed list of cases that do not pass: <c>Data/conformance-exceptions.txt</c>, one a line, a name (or the beginning of names
/// and <c>*</c>), white space, and the reason.
/// </summary>
internal static class ConformanceExceptions
{
    public static IReadOnlyList<(string Pattern, string Reason)> All { get; } =
    [
        .. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "conformance-exceptions.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(parts => (parts[0], parts[1])),
    ];

    /// <summary>Why the case is excepted, or null.</summary>
    public static string? ReasonFor(string name) => All.FirstOrDefault(line => Matches(line.Pattern, name)).Reason;

    public static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;
}
