namespace GradCamService.Explain.Tests;

/// <summary>A directory of models that a test fills; and the bundled models' lists and manifests.</summary>
internal sealed class ModelsDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("models-");

    public string Root => _directory.FullName;

    /// <summary>Absolute path of a bundled model's folder, or a file in it.</summary>
    public static string Bundled(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "Data", "Models", .. parts]);

    /// <summary>Writes a file and returns the absolute path of its folder.</summary>
    public string Write(string folder, string file, string text)
    {
        var path = Path.Combine(Root, folder);
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, file), text);
        return path;
    }

    public string At(params string[] parts) => Path.Combine([Root, .. parts]);

    public void Dispose() => _directory.Delete(recursive: true);
}
