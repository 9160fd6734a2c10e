using System.Diagnostics.CodeAnalysis;

namespace GradCamService.Explain.Manifests;

/// <summary>Keeps the files that a manifest names inside the directory of models, since manifests come from outside.</summary>
internal static class ModelPaths
{
    // As Linux's own limit on links in one path.
    private const int MostLinks = 40;

    /// <summary>The absolute path, links resolved, of a file relative to a model's folder, or what is wrong with it.</summary>
    /// <remarks>The folder's parent is the directory of models: a path may lead to a sibling folder, no further.</remarks>
    public static bool TryResolve(
        string folder, string file, [NotNullWhen(true)] out string? path, [NotNullWhen(false)] out string? problem)
    {
        path = problem = null;
        // A backslash is a separator on Windows only; refusing it keeps a folder's meaning the same everywhere.
        if (file.Length == 0 || Path.IsPathRooted(file) || file.AsSpan().IndexOfAny('\\', ':', '\0') >= 0)
        {
            problem = $"'{file}' must be a path relative to the model's folder, with '/' between folders";
            return false;
        }

        var home = Path.GetFullPath(folder);
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(home));
        // A folder just below the root must not have the whole disk for siblings.
        var models = parent is null || Path.GetDirectoryName(parent) is null ? home : parent;
        var full = Path.GetFullPath(Path.Combine(home, file));
        if (!IsInside(full, models))
        {
            problem = $"'{file}' leaves the directory of models";
            return false;
        }

        var real = ResolveLinks(full);
        // The folder itself may be a link that its operator made; the links inside it are the model's.
        if (real is null || !(IsInside(real, ResolveLinks(models)) || IsInside(real, ResolveLinks(home))))
        {
            problem = $"'{file}' is a link that leaves the directory of models";
            return false;
        }

        path = real;
        return true;
    }

    private static bool IsInside(string path, string? directory) =>
        directory is not null
        && path.StartsWith(
            Path.EndsInDirectorySeparator(directory) ? directory : directory + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);

    /// <summary>An absolute path without links; null where links go in circles.</summary>
    internal static string? ResolveLinks(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var ahead = new Stack<string>(Parts(path[real.Length..]));
        for (var links = 0; ahead.TryPop(out var part);)
        {
            var next = part == ".." ? Path.GetDirectoryName(real) ?? real : Path.Combine(real, part);
            if (part == ".." || new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
                return null;
            if (Path.IsPathRooted(target))
            {
                real = Path.GetPathRoot(target)!;
                target = target[real.Length..];
            }

            foreach (var piece in Parts(target))
                ahead.Push(piece);
        }

        return real;
    }

    /// <summary>Last part first, as a stack takes them.</summary>
    private static IEnumerable<string> Parts(string path) =>
        path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();
}
