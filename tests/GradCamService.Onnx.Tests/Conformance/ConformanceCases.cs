namespace GradCamService.Onnx.Tests.Conformance;

/// <summary>The cases of ONNX's own backend tests, as Debian's package libonnx-testdata installs them.</summary>
internal static class ConformanceCases
{
    public const string Folder = "/usr/share/libonnx-testdata/data";

    public const string HowToInstall = "libonnx-testdata is not installed; apt-get install -y libonnx-testdata brings it";

    private static readonly string[] Groups = ["node", "pytorch-converted", "pytorch-operator", "simple"];

    public static bool AreInstalled => Directory.Exists(Folder);

    /// <summary>Names such as <c>node/test_abs</c>, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = !AreInstalled ? [] : [.. Groups
        .SelectMany(group => Directory.EnumerateDirectories(Path.Combine(Folder, group)))
        .Select(folder => Path.GetRelativePath(Folder, folder))
        .Order(StringComparer.Ordinal)];

    /// <summary>One row a case; without the package one row a group, skipped with the command that brings it.</summary>
    public static IEnumerable<TheoryDataRow<string>> Rows => AreInstalled
        ? Names.Select(name => new TheoryDataRow<string>(name))
        : Groups.Select(group => new TheoryDataRow<string>($"{group}/*") { Skip = HowToInstall });
}
