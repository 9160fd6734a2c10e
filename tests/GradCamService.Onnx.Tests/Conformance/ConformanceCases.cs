namespace GradCamService.Onnx.Tests.Conformance;

/// <summary>
/// The cases of ONNX's own backend tests, as Debian's package libonnx-testdata installs them, or those of a newer release in the folder that
/// the environment's <c>ONNX_TESTDATA</c> names.
/// </summary>
internal static class ConformanceCases
{
    private const string Installed = "/usr/share/libonnx-testdata/data";

    public const string HowToInstall = "libonnx-testdata is not installed; apt-get install -y libonnx-testdata brings it";

    private static readonly string[] Groups = ["node", "pytorch-converted", "pytorch-operator", "simple"];

    public static string Folder { get; } = Environment.GetEnvironmentVariable("ONNX_TESTDATA") is { Length: > 0 } folder ? folder : Installed;

    /// <summary>Whether they are the release to which the reviewed list of exceptions belongs.</summary>
    public static bool AreReviewed => AreInstalled && Folder == Installed;

    public static bool AreInstalled => Directory.Exists(Folder);

    /// <summary>Names such as <c>node/test_abs</c>, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = !AreInstalled ? [] : [.. Groups
        .Select(group => Path.Combine(Folder, group)).Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories)
        .Select(folder => Path.GetRelativePath(Folder, folder))
        .Order(StringComparer.Ordinal)];

    /// <summary>One row a case; without the package one row a group, skipped with the command that brings it.</summary>
    public static IEnumerable<TheoryDataRow<string>> Rows => AreInstalled
        ? Names.Select(name => new TheoryDataRow<string>(name))
        : Groups.Select(group => new TheoryDataRow<string>($"{group}/*") { Skip = HowToInstall });
}
