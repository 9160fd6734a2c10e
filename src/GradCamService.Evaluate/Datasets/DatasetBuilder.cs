using GradCamService.Explain.Naming;

namespace GradCamService.Evaluate.Datasets;

/// <summary>A dataset while a layout's reader fills it. What holds for photos, boxes and categories of every layout is kept here.</summary>
internal sealed class DatasetBuilder
{
    private readonly DatasetFiles _files;
    private readonly CancellationToken _cancellation;
    private readonly PhotoIndex _photos;
    private readonly Dictionary<string, DatasetImage> _images = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _empty = new(StringComparer.Ordinal);
    private readonly HashSet<string> _described = new(StringComparer.Ordinal);
    private readonly List<DatasetCategory> _declared = [];
    private readonly Dictionary<string, DatasetCategory> _categories = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _notes = new(StringComparer.Ordinal);

    public DatasetBuilder(DatasetFiles files, CancellationToken cancellation)
    {
        (_files, _cancellation) = (files, cancellation);
        _photos = new PhotoIndex(files.Photos);
        Problems = new DatasetProblems(files.Place);
    }

    public DatasetProblems Problems { get; }

    /// <summary>Counts something that is left out.</summary>
    /// <param name="what">In the plural.</param>
    /// <param name="count">0 is no note.</param>
    public void Note(string what, int count = 1)
    {
        if (count > 0)
            _notes[what] = _notes.GetValueOrDefault(what) + count;
    }

    /// <summary>A category of the dataset's own list, in its order; false where it has the key already.</summary>
    public bool Declare(string key, IEnumerable<string> names)
    {
        var category = CategoryOf(key, names);
        if (!_categories.TryAdd(key, category))
            return false;
        _declared.Add(category);
        return true;
    }

    /// <summary>The key's text, held once; a category of no list is added behind those of the list, ordered by code units.</summary>
    public string KeyOf(string key, params IEnumerable<string> names)
    {
        if (!_categories.TryGetValue(key, out var category))
            _categories[key] = category = CategoryOf(key, names);
        return category.Key;
    }

    /// <summary>An object, or null for one whose box has no pixel on the photo, which is counted.</summary>
    public DatasetObject? Object(string category, BoxEdges edges, PhotoSize? size)
    {
        if (!edges.HasArea)
            Note("boxes without an area");
        else if (edges.Within(size) is not { } box)
            Note("boxes outside of their photos");
        else
        {
            if (edges.IsCut(size))
                Note("boxes that reached over their photo's edge (cut, not left out)");
            return new DatasetObject(category, box);
        }
        return null;
    }

    /// <summary>A photo and all that counts on it.</summary>
    /// <param name="where">File and line or element.</param>
    /// <param name="name">As the dataset calls it.</param>
    /// <param name="objects">The label's first; none where the photo is to be told as empty.</param>
    /// <param name="size">Where the dataset says it.</param>
    public void Add(string where, string name, IReadOnlyList<DatasetObject> objects, PhotoSize? size = null)
    {
        _cancellation.ThrowIfCancellationRequested();
        var ids = _photos.Find(name);
        if (ids.Count > 1)
            Problems.Add(where, PhotoIndex.Ambiguity(name, ids));
        else if (!_described.Add(ids is [var id] ? id : name))
            Problems.Add(where, $"the photo '{Names.Shorten(name)}' is described a second time; all that is on it must be said at once");
        else if (objects.Count == 0)
            _empty.Add(ids is [var seen] ? seen : name);
        else if (ids is [var found])
            _images.Add(found, new DatasetImage(found, _files.At(found), objects) { Size = size });
        else
            _missing.Add(name);
    }

    /// <exception cref="DatasetException">All that is wrong with the dataset.</exception>
    public Dataset Finish(string layout)
    {
        Problems.ThrowIfAny();
        if (_images.Count == 0)
            throw Problems.End("", $"has no photo to evaluate: {WhyNone(layout)}");
        Note("photos without an object that counts", _empty.Count);
        Note("photos without a file", _missing.Count);
        Note("photos that no annotation describes", _files.Photos.Count(photo => !_described.Contains(photo)));
        return new Dataset(
            _files.Name, layout,
            [.. _declared, .. _categories.Values.Except(_declared).OrderBy(category => category.Key, StringComparer.Ordinal)],
            [.. _images.Values.OrderBy(image => image.Id, StringComparer.Ordinal)],
            [.. _notes.Select(note => new DatasetNote(note.Key, note.Value))])
        {
            Missing = [.. _missing],
            Empty = [.. _empty],
        };
    }

    private string WhyNone(string layout)
    {
        if (_described.Count == 0)
            return $"its annotations describe none ({layout})";
        var where = _missing.Min is { } name ? $", such as '{Names.Shorten(name)}', which must lie in the dataset's folder or below" : "";
        return $"of {_described.Count} photos, {_empty.Count} are without an object that counts, {_missing.Count} have no file{where}";
    }

    private static DatasetCategory CategoryOf(string key, IEnumerable<string> names)
    {
        var all = names.Prepend(key).ToList();
        return new DatasetCategory(key, [.. all.Concat(all.Select(name => name.Replace('_', ' '))).Distinct(StringComparer.Ordinal)]);
    }
}
