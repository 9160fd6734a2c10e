using GradCamService.Explain.Naming;
using static System.FormattableString;

namespace GradCamService.Evaluate.Datasets;

/// <summary>
/// A table of one's own, a row an object: photo, label, and where there are boxes, their left upper corner and sides in pixels, fractions allowed. A
/// photo's rows may stand anywhere; its first one is its label.
/// </summary>
internal static class TableLayout
{
    private const string Photo = "image";
    private const string Label = "label";
    private static readonly string[] Box = ["x", "y", "width", "height"];

    public static Layout Row { get; } = new(
        "table", $"*.csv with the columns {Photo},{Label} and optionally {string.Join(',', Box)}", Recognize, Read);

    private static Recognition Recognize(DatasetFiles files)
    {
        if (Candidates(files).Count > 0)
            return Recognition.Whole;
        return files.In("", ".csv").FirstOrDefault() is not { } other ? Recognition.Nothing
            : Recognition.But($"{other} {CsvTable.Lacking(Has(files, other, Photo) ? Label : Photo, CsvTable.ColumnsOf(files.At(other)))}");
    }

    private static List<string> Candidates(DatasetFiles files) =>
        [.. (files.IsNamed ? files.Below(".csv") : files.In("", ".csv")).Where(file => Has(files, file, Photo) && Has(files, file, Label))];

    private static bool Has(DatasetFiles files, string file, string column) =>
        CsvTable.ColumnsOf(files.At(file)).Contains(column, StringComparer.OrdinalIgnoreCase);

    private static void Read(DatasetFiles files, DatasetBuilder builder)
    {
        var candidates = Candidates(files);
        if (candidates is not [var name])
            throw builder.Problems.End("", $"has {candidates.Count} tables; name one of them instead of the folder: {string.Join(", ", candidates)}");
        var hasBoxes = HasBoxes(name, CsvTable.ColumnsOf(files.At(name)), builder);
        var photos = new Dictionary<string, (string Where, List<DatasetObject> Objects)>(StringComparer.Ordinal);
        foreach (var row in CsvTable.Rows(files.At(name), name, [Photo, Label], builder.Problems))
        {
            if (row[Photo].Length == 0 || row[Label].Length == 0)
            {
                builder.Problems.Add(row.Where, $"must have an {Photo} and a {Label}");
                continue;
            }
            if (!photos.TryGetValue(row[Photo], out var photo))
                photos[row[Photo]] = photo = (row.Where, []);
            if (ObjectOf(row, hasBoxes, builder) is { } found)
                photo.Objects.Add(found);
        }
        foreach (var (photo, (where, objects)) in photos)
            builder.Add(where, photo, objects);
    }

    private static bool HasBoxes(string name, IReadOnlyList<string> columns, DatasetBuilder builder)
    {
        var lacking = Box.Except(columns, StringComparer.OrdinalIgnoreCase).ToList();
        var others = columns.Except([Photo, Label, .. Box], StringComparer.OrdinalIgnoreCase).ToList();
        if (lacking.Count is > 0 and < 4)
            throw builder.Problems.End(
                $"{name}, line 1", $"has some of the columns {string.Join(", ", Box)}; {CsvTable.Lacking(lacking[0], columns)}");
        if (others.Count > 0)
            builder.Note($"columns that no evaluation reads ({string.Join(", ", others.Select(Names.Shorten))})", others.Count);
        return lacking.Count == 0;
    }

    private static DatasetObject? ObjectOf(CsvRow row, bool hasBoxes, DatasetBuilder builder)
    {
        var texts = Box.Select(column => row[column]).ToList();
        if (!hasBoxes || texts.TrueForAll(text => text.Length == 0))
            return new DatasetObject(builder.KeyOf(row[Label]), null);
        if (texts.ConvertAll(BoxEdges.Number) is not [{ } x, { } y, { } width, { } height])
            builder.Problems.Add(
                row.Where, $"x, y, width, height must be numbers of pixels, or all four empty; are '{Names.Shorten(string.Join("', '", texts))}'");
        else if (width < 0 || height < 0)
            builder.Problems.Add(row.Where, Invariant($"width and height must be at least 0, are {width} and {height}"));
        else
            return builder.Object(builder.KeyOf(row[Label]), BoxEdges.OfSides(x, y, width, height), size: null);
        return null;
    }
}
