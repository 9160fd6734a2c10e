using GradCamService.Explain.Naming;

namespace GradCamService.Evaluate.Datasets;

/// <summary>
/// Finds photos by the names that annotations give them: a photo's path in the dataset, or the end of it (folders may be left out from the front),
/// with its ending or without.
/// </summary>
internal sealed class PhotoIndex
{
    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp" };

    private readonly ILookup<string, string> _byStem;

    /// <param name="ids">Paths in the dataset, with forward slashes.</param>
    public PhotoIndex(IEnumerable<string> ids) =>
        _byStem = ids.ToLookup(id => WithoutEnding(FileName(id)), StringComparer.Ordinal);

    /// <summary>Whether a file's ending is one of photos.</summary>
    public static bool IsPhoto(string file) => Endings.Contains(Path.GetExtension(file));

    /// <summary>Ids of the photos that a name may mean: none, one, or several.</summary>
    /// <param name="name">Backslashes are taken as slashes.</param>
    public IReadOnlyList<string> Find(string name)
    {
        var path = name.Replace('\\', '/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        var whole = Ending(_byStem[WithoutEnding(FileName(path))], path, id => id);
        return whole.Count > 0 ? whole : Ending(_byStem[FileName(path)], path, WithoutEnding);
    }

    /// <summary>What is wrong with a name that may mean several photos.</summary>
    public static string Ambiguity(string name, IReadOnlyList<string> ids) =>
        $"'{Names.Shorten(name)}' may be {ids[0]} or {ids[1]}; name the photo by its path in the dataset";

    private static List<string> Ending(IEnumerable<string> ids, string path, Func<string, string> spelled)
    {
        var found = new List<string>();
        foreach (var id in ids)
        {
            var text = spelled(id);
            // The whole path goes before ends of paths.
            if (text == path)
                return [id];
            if (text.Length > path.Length && text[^(path.Length + 1)] == '/' && text.EndsWith(path, StringComparison.Ordinal))
                found.Add(id);
        }
        return found;
    }

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string WithoutEnding(string path) => IsPhoto(path) ? path[..^Path.GetExtension(path).Length] : path;
}
