using System.Security.Cryptography;

namespace GradCamService.Explain.Manifests;

/// <summary>SHA-256 of a model's files.</summary>
public static class FileHashes
{
    /// <summary>Lower-case hex of the bytes of all files, one after the other (<c>cat files | sha256sum</c>).</summary>
    public static string Of(params IEnumerable<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        foreach (var path in paths)
        {
            using var file = File.OpenRead(path);
            for (int read; (read = file.Read(buffer)) > 0;)
                hash.AppendData(buffer, 0, read);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The digest by which an auditor knows a network: of the graph's file, behind the encoder's where there is one.</summary>
    public static string OfNetwork(ModelManifest manifest) => Of(new[] { manifest.EncoderPath, manifest.GraphPath }.OfType<string>());

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
            return found.Equals(expected, StringComparison.OrdinalIgnoreCase) ? null
                : $"sha256: {file} has {found}, expected {expected}: the file is damaged or another version";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"sha256: {file} {ManifestException.Unread(e)}";
        }
    }
}
