using GradCamService.Explain.Naming;

namespace GradCamService.Evaluate.Datasets;

/// <summary>Which group of photos each belongs to, such as who took it or who is on it.</summary>
/// <param name="ByImage">By id of the photo.</param>
/// <param name="Groups">Their names, ordered by code units; at least two.</param>
/// <param name="Ungrouped">Ids of photos that the table does not name, in order: they belong to no group's figures.</param>
public sealed record PhotoGroups(IReadOnlyDictionary<string, string> ByImage, IReadOnlyList<string> Groups, IReadOnlyList<string> Ungrouped)
{
    // Looking for near names among all photos takes time.
    private const int MostHints = 20;

    private const string Photo = "image";
    private const string Group = "group";

    /// <param name="path">
    /// A table with the columns <c>image</c> (a path in the dataset or its end, with its ending or without) and <c>group</c>.
    /// </param>
    /// <param name="dataset">All of it, before any photos are drawn.</param>
    /// <exception cref="DatasetException">Everything that is wrong with the table.</exception>
    public static PhotoGroups Read(string path, Dataset dataset) => Disk.Read(path, () =>
    {
        var problems = new DatasetProblems(path);
        // Photos that cannot be evaluated may be named, too.
        var others = dataset.Missing.Concat(dataset.Empty).Select(name => name.Replace('\\', '/'));
        var photos = new PhotoIndex(dataset.Images.Select(image => image.Id).Concat(others));
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in CsvTable.Rows(path, Path.GetFileName(path), [Photo, Group], problems))
        {
            var ids = photos.Find(row[Photo]);
            if (row[Photo].Length == 0 || row[Group].Length == 0)
                problems.Add(row.Where, $"must have an {Photo} and a {Group}");
            else if (ids.Count == 0)
                problems.Add(row.Where, $"the dataset has no photo '{Names.Shorten(row[Photo])}'{Hint(row[Photo], dataset, problems)}");
            else if (ids.Count > 1)
                problems.Add(row.Where, PhotoIndex.Ambiguity(row[Photo], ids));
            else if (!groups.TryAdd(ids[0], row[Group]))
                problems.Add(row.Where, $"the photo {ids[0]} has the group '{Names.Shorten(groups[ids[0]])}' already");
        }
        var ungrouped = dataset.Images.Select(image => image.Id).Where(id => !groups.ContainsKey(id)).ToList();
        var names = dataset.Images.Select(image => groups.GetValueOrDefault(image.Id)).OfType<string>().Distinct()
            .Order(StringComparer.Ordinal).ToList();
        if (problems.Count == 0 && names.Count < 2)
            problems.Add(
                "", "must tell at least two groups of photos apart, has " + (names.Count == 0 ? "none" : $"'{Names.Shorten(names[0])}' only"));
        problems.ThrowIfAny();
        return new PhotoGroups(groups, names, ungrouped);
    });

    private static string Hint(string name, Dataset dataset, DatasetProblems problems) =>
        problems.Count < MostHints && Nearest.To(name, dataset.Images.Select(image => image.Id), 1) is [var near] ? $"; did you mean {near}?" : "";
}
