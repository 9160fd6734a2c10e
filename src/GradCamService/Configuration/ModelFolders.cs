using GradCamService.Explain.Manifests;

namespace GradCamService.Configuration;

/// <summary>Which folders hold models.</summary>
internal static class ModelFolders
{
    private static readonly string BundledDirectory = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>Names of the models that come with the service.</summary>
    public static IReadOnlyList<string> BundledNames { get; } =
        [.. Directory.GetDirectories(BundledDirectory).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>The folder of a bundled model.</summary>
    public static string Bundled(string name) => Path.Combine(BundledDirectory, name);

    /// <summary>The bundled folders that are served, then the folders and ONNX files of the configured directories.</summary>
    public static IReadOnlyList<string> Of(ModelsOptions options) =>
    [
        .. BundledNames.Where(name => IsServed(options, name)).Select(Bundled),
        .. options.Directories.SelectMany(PlacesIn),
    ];

    /// <summary>A directory's folders and ONNX files; a directory with a manifest is itself a model.</summary>
    private static IEnumerable<string> PlacesIn(string directory)
    {
        if (File.Exists(Path.Combine(directory, ModelManifest.FileName)))
            return [directory];
        return [.. Directory.GetDirectories(directory).Order(StringComparer.Ordinal), .. Directory.GetFiles(directory, "*.onnx")
            .Order(StringComparer.Ordinal)];
    }

    public static IEnumerable<string> UnknownBundled(ModelsOptions options) =>
        options.Bundled.Where(name => name is not ("*" or "none") && !BundledNames.Contains(name));

    private static bool IsServed(ModelsOptions options, string name) =>
        options.Bundled.Count == 0 || options.Bundled.Contains("*") || options.Bundled.Contains(name);
}
