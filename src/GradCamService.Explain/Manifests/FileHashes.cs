using System.Security.Cryptography;

namespace GradCamService.Explain.Manifests;

/// <summary>SHA-256 of a model's files.</summary>
public static class FileHashes
{
    /// <summary>SHA-256 of a file, lower-case hex, read as a stream.</summary>
    public static string Of(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>Compares files with their hashes.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="sha256">Expected hash, hex in either case, by path relative to the folder.</param>
    /// <exception cref="ManifestException">Every file that is missing, unreadable, elsewhere or different.</exception>
    public static void Verify(string folder, IReadOnlyDictionary<string, string> sha256)
    {
        var problems = sha256.Select(entry => Check(folder, entry.Key, entry.Value)).OfType<string>().ToList();
        if (problems.Count > 0)
            throw new ManifestException(Path.Combine(folder, ModelManifest.FileName), problems);
    }

    private static string? Check(string folder, string file, string expected)
    {
        if (!ModelPaths.TryResolve(folder, file, out var path, out var problem))
            return $"sha256: {problem}";
        try
        {
            var found = Of(path);
            return found.Equals(expected, StringComparison.OrdinalIgnoreCase)
                ? null
                : $"sha256: {file} has {found}, expected {expected}: the file is damaged or another version";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"sha256: {file} is not there";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"sha256: {file} cannot be read: {e.Message}";
        }
    }
}
