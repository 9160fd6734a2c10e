namespace GradCamService.Explain.Manifests;

/// <summary>Manifests and lists, which are read whole.</summary>
internal static class BoundedFile
{
    // Far above any list of classes, far below what would hurt.
    private const long MostBytes = 64 << 20;

    /// <exception cref="ManifestException">Not there, unreadable, or too large.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MostBytes)
                throw new ManifestException(path, [$"has {file.Length} bytes; at most {MostBytes} are read"]);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ManifestException(path, [ManifestException.Unread(e)], e);
        }
    }
}
