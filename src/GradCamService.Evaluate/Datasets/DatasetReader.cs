namespace GradCamService.Evaluate.Datasets;

/// <summary>Folders and files of annotations → datasets. Photos are not opened.</summary>
public static class DatasetReader
{
    /// <param name="place">A dataset's folder; or, where that has several, the file of annotations (<c>*.csv</c>, <c>*.json</c>).</param>
    /// <param name="cancellation">Checked for every photo.</param>
    /// <exception cref="DatasetException">Everything that is wrong with it, each with file, line or element, and what would be right.</exception>
    public static Dataset Read(string place, CancellationToken cancellation = default) => Disk.Read(place, () =>
    {
        var files = DatasetFiles.Open(place, cancellation);
        var layout = Layouts.Of(files);
        var builder = new DatasetBuilder(files, cancellation);
        layout.Read(files, builder);
        return builder.Finish(layout.Name);
    });

    /// <summary>
    /// The datasets of a directory: itself where it is one, else its folders. One that looks like photos in folders of labels is a directory of
    /// datasets nevertheless where one of its folders is a dataset by itself.
    /// </summary>
    /// <param name="directory">Or a file of annotations, which is a dataset.</param>
    /// <param name="cancellation">Checked for every file.</param>
    /// <returns>Paths, by their names' code units; the directory where no dataset is found, for its reading to say what it lacks.</returns>
    /// <exception cref="DatasetException">It is not there, or cannot be read.</exception>
    public static IReadOnlyList<string> PlacesIn(string directory, CancellationToken cancellation = default) => Disk.Read(directory, () =>
    {
        var files = DatasetFiles.Open(directory, cancellation);
        var layout = LayoutOf(files);
        if (files.IsNamed || (layout is not null && layout != FolderLayout.Row))
            return [directory];
        var folders = Directory.GetDirectories(files.Root).Where(folder => Path.GetFileName(folder)[0] != '.').Order(StringComparer.Ordinal).ToList();
        var hasDatasets = folders.Exists(folder => LayoutOf(DatasetFiles.Open(folder, cancellation)) is { } inner && inner != layout);
        return hasDatasets ? folders : [directory];
    });

    private static Layout? LayoutOf(DatasetFiles files) => Layouts.All.FirstOrDefault(layout => layout.Recognize(files).IsWhole);
}
