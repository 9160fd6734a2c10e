using System.Globalization;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;

namespace GradCamService.Explain.Library;

/// <summary>Where a model, or a version of one, lies.</summary>
/// <param name="Path">A model folder, or an ONNX file.</param>
/// <param name="Number">Of a folder <c>name/2</c>, the version; else null.</param>
internal sealed record ModelPlace(string Path, int? Number)
{
    // A model's files, not a disk that somebody has linked there.
    private const int MostFiles = 10_000;

    /// <summary>A folder's versions, the newest first, where it has nothing but folders with numbers for names; else the folder or file itself.</summary>
    public static IReadOnlyList<ModelPlace> In(string path)
    {
        path = System.IO.Path.TrimEndingDirectorySeparator(path);
        var versions = VersionsIn(path);
        return versions.Count > 0 ? versions : [new(path, null)];
    }

    private static List<ModelPlace> VersionsIn(string path)
    {
        try
        {
            return !Directory.Exists(path) || Directory.EnumerateFiles(path).Any(IsOfModel) ? []
                : [.. Directory.GetDirectories(path).Select(folder => new ModelPlace(folder, NumberOf(System.IO.Path.GetFileName(folder))))
                    .Where(place => place.Number is not null).OrderByDescending(place => place.Number)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever reads it says why not.
            return [];
        }
    }

    /// <summary>A name where there is no manifest to give one.</summary>
    public string FallbackName => ModelNames.Of(System.IO.Path.GetFileName(Number is null ? Path : System.IO.Path.GetDirectoryName(Path)));

    /// <summary>By what a change of its files is seen: names, sizes and times; null where it is not there.</summary>
    public string? Stamp()
    {
        try
        {
            if (File.Exists(Path))
                return $"{FileStamp.Of(Path)}";
            return !Directory.Exists(Path) ? null : string.Join('\n', Directory
                .EnumerateFiles(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
                .Take(MostFiles).Order(StringComparer.Ordinal).Select(file => $"{file} {FileStamp.Of(file)}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsOfModel(string file) => System.IO.Path.GetFileName(file) == ModelManifest.FileName || file.EndsWith(".onnx", StringComparison.Ordinal);

    // "007" would be another name for 7.
    private static int? NumberOf(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && name == number.ToString(CultureInfo.InvariantCulture) ? number : null;
}
