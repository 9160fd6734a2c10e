using System.IO.Enumeration;
using GradCamService.Explain.Imaging;

namespace GradCamService.Commands;

/// <summary>A photo to explain.</summary>
/// <param name="Path">As it was named, or lies in the folder that was named.</param>
/// <param name="Name">What its results are called: its path in the folder that was named, without an ending; of no two photos the same.</param>
internal sealed record PhotoFile(string Path, string Name)
{
    // Longer than every format's signature.
    private const int SignatureBytes = 64;

    /// <summary>Photos that are named and those in folders that are named, each folder's in order.</summary>
    /// <param name="named">Paths of files and folders.</param>
    /// <param name="without">Where results go: what lies there is not explained. Null: nowhere.</param>
    /// <exception cref="WrongArgumentsException">A path leads nowhere, or there is no photo at all.</exception>
    public static IReadOnlyList<PhotoFile> Find(IReadOnlyList<string> named, string? without)
    {
        var missing = named.Where(path => !File.Exists(path) && !Directory.Exists(path)).ToList();
        if (missing.Count > 0)
            throw new WrongArgumentsException([.. missing.Select(path => $"'{path}' is not there; a photo or a folder of photos was expected.")]);
        var found = named.SelectMany(path => Directory.Exists(path) ? InFolder(path, without) : [(path, System.IO.Path.GetFileName(path))]).ToList();
        if (found.Count == 0)
            throw new WrongArgumentsException(
                $"There is no image in {string.Join(", ", named.Select(path => $"'{path}'"))}; JPEG, PNG, WebP, GIF and BMP are read.");
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. found.Select(photo => new PhotoFile(photo.Item1, Unique(System.IO.Path.ChangeExtension(photo.Item2, null), taken)))];
    }

    private static IEnumerable<(string Path, string Name)> InFolder(string folder, string? without)
    {
        var results = without is null ? null : System.IO.Path.GetFullPath(without) + System.IO.Path.DirectorySeparatorChar;
        var all = new EnumerationOptions { RecurseSubdirectories = true };
        return new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), all)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            // A link may lead back to where it lies.
            ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        }
            .Where(path => results is null || !System.IO.Path.GetFullPath(path).StartsWith(results, StringComparison.Ordinal))
            .Where(IsImage)
            .Order(StringComparer.Ordinal)
            .Select(path => (path, System.IO.Path.GetRelativePath(folder, path)));
    }

    private static bool IsImage(string path)
    {
        if (ImageNames.IsImage(path))
            return true;
        try
        {
            using var file = File.OpenRead(path);
            var start = new byte[SignatureBytes];
            return ImageHeader.IsImage(start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++)
            unique = $"{name}-{number}";
        return unique;
    }
}
