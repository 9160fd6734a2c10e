using System.IO.Enumeration;

namespace GradCamService.Evaluate.Datasets;

/// <summary>The files of a dataset, listed once.</summary>
internal sealed class DatasetFiles
{
    /// <summary>COCO's folder of annotations: whoever names a file in it means the dataset around it.</summary>
    public const string Annotations = "annotations";

    // More than any dataset needs, and an end to links that lead in circles.
    private const int Deepest = 16;

    private readonly string? _named;
    private readonly List<string> _files;

    private DatasetFiles(string place, string root, string? named, List<string> files)
    {
        (Place, Root, _named, _files) = (place, root, named, files);
        Photos = [.. files.Where(PhotoIndex.IsPhoto)];
    }

    /// <summary>As it was named: a folder, or a file of annotations.</summary>
    public string Place { get; }

    /// <summary>The folder's name, or the file's without its ending.</summary>
    public string Name => _named is null ? Path.GetFileName(Root) : Path.GetFileNameWithoutExtension(_named);

    /// <summary>Absolute path of the folder that ids begin in.</summary>
    public string Root { get; }

    /// <summary>All photos, as paths in the dataset with forward slashes, by their code units.</summary>
    public IReadOnlyList<string> Photos { get; }

    /// <summary>Whether annotations were named rather than looked for.</summary>
    public bool IsNamed => _named is not null;

    /// <summary>Lists files that are not hidden. Links are followed.</summary>
    /// <exception cref="DatasetException">No such folder or file, or one that may not be read.</exception>
    public static DatasetFiles Open(string place, CancellationToken cancellation)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(place));
        if (Directory.Exists(path))
            return new DatasetFiles(place, path, null, List(path, cancellation));
        if (!File.Exists(path))
            throw new DatasetException(place, ["there is no such folder or file"]);
        var folder = Path.GetDirectoryName(path)!;
        var root = Path.GetFileName(folder) == Annotations && Path.GetDirectoryName(folder) is { } around ? around : folder;
        return new DatasetFiles(place, root, Relative(root, path), List(root, cancellation));
    }

    /// <summary>Files with an ending that may be annotations: all, or the one that was named.</summary>
    public IEnumerable<string> Below(string ending) =>
        (_named is null ? _files : [_named]).Where(file => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Those of them that lie in a folder of the dataset, and not deeper.</summary>
    /// <param name="folder">Empty for the dataset's own.</param>
    /// <param name="ending">With its dot.</param>
    public IEnumerable<string> In(string folder, string ending)
    {
        var start = folder.Length == 0 ? "" : folder + "/";
        return Below(ending).Where(file => file.StartsWith(start, StringComparison.Ordinal) && file.IndexOf('/', start.Length) < 0);
    }

    /// <summary>Whether something lies in a folder, and is not hidden.</summary>
    public bool HasFolder(string folder) => _files.Exists(file => file.StartsWith(folder + "/", StringComparison.Ordinal));

    public string At(string file) => Path.Combine(Root, file);

    private static List<string> List(string root, CancellationToken cancellation)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = Deepest,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        };
        var files = new List<string>();
        foreach (var file in new FileSystemEnumerable<string>(root, (ref entry) => Relative(root, entry.ToFullPath()), options)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
        })
        {
            cancellation.ThrowIfCancellationRequested();
            files.Add(file);
        }
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static string Relative(string root, string path) =>
        path[root.Length..].TrimStart(Path.DirectorySeparatorChar).Replace(Path.DirectorySeparatorChar, '/');
}
