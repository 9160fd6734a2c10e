namespace GradCamService.Fuzzing;

/// <summary>Files that once did what none may, each named after what it did, and where new ones go.</summary>
internal static class Corpus
{
    /// <summary>By name. They lie in <c>tests/Corpus</c>.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Of(string kind)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Corpus", kind);
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)))
            : [];
    }

    /// <summary>Keeps what made a test fail.</summary>
    /// <returns>The file's path, to be told.</returns>
    public static string Keep(string kind, string name, byte[] bytes)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "Finds", kind));
        var path = Path.Combine(folder.FullName, name.Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-'));
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
