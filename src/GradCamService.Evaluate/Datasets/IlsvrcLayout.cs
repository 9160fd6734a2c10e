using System.Text.RegularExpressions;
using GradCamService.Explain.Naming;

namespace GradCamService.Evaluate.Datasets;

/// <summary>
/// ILSVRC (Russakovsky et al. 2015, arXiv:1409.0575): a table of WordNet ids and boxes, or the devkit's XML files. The first pixel is (0, 0), corners
/// are inclusive.
/// </summary>
internal static partial class IlsvrcLayout
{
    private const string Solution = "LOC_val_solution.csv";
    private const string Photo = "ImageId";
    private const string Prediction = "PredictionString";
    private const int FieldsABox = 5;

    // Enough to meet one with an object.
    private const int MostLookedAt = 100;

    public static Layout Row { get; } = new(
        "ILSVRC", $"{Solution} ({Photo},{Prediction}: WordNet id x1 y1 x2 y2 …) or the devkit's *.xml with WordNet ids, and photos anywhere below",
        Recognize, Read);

    /// <summary>Such as <c>n02123159</c>.</summary>
    public static bool IsWordNetId(string text) => WordNetId().IsMatch(text);

    private static Recognition Recognize(DatasetFiles files) =>
        HasTable(files) || (!files.HasFolder(VocLayout.Photos) && HasWordNetIds(files)) ? Recognition.Whole : Recognition.Nothing;

    private static bool HasTable(DatasetFiles files) => files.In("", Solution).Contains(Solution);

    private static bool HasWordNetIds(DatasetFiles files) =>
        files.Below(".xml").Take(MostLookedAt).SelectMany(file => XmlAnnotation.NamesIn(files.At(file))).FirstOrDefault() is { } name
            && IsWordNetId(name);

    private static void Read(DatasetFiles files, DatasetBuilder builder)
    {
        SynsetMapping.Declare(files, builder);
        if (HasTable(files))
            ReadTable(files, builder);
        else
            foreach (var file in files.Below(".xml"))
                ReadXml(files, file, builder);
    }

    private static void ReadTable(DatasetFiles files, DatasetBuilder builder)
    {
        foreach (var row in CsvTable.Rows(files.At(Solution), Solution, [Photo, Prediction], builder.Problems))
        {
            var words = row[Prediction].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (row[Photo].Length == 0)
                builder.Problems.Add(row.Where, $"has no {Photo}");
            else if (words.Length % FieldsABox != 0)
                builder.Problems.Add(
                    row.Where, $"{Prediction} must be WordNet id x1 y1 x2 y2 for each object, five words each; has {words.Length} words");
            else
                builder.Add(
                    row.Where, row[Photo], [.. words.Chunk(FieldsABox).Select(box => ObjectOf(row.Where, box, builder)).OfType<DatasetObject>()]);
        }
    }

    private static DatasetObject? ObjectOf(string where, string[] box, DatasetBuilder builder)
    {
        var text = Names.Shorten(string.Join(' ', box));
        var corners = box[1..].Select(BoxEdges.Number).ToList();
        if (!IsWordNetId(box[0]))
            builder.Problems.Add(where, $"an object must begin with a WordNet id such as n02123159; '{text}' does not");
        else if (corners is not [{ } left, { } top, { } right, { } bottom])
            builder.Problems.Add(where, $"an object must have four numbers of pixels, x1 y1 x2 y2; '{text}' has not");
        else if (right < left || bottom < top)
            builder.Problems.Add(where, $"an object must have x1 ≤ x2 and y1 ≤ y2; '{text}' has not");
        else
            return builder.Object(builder.KeyOf(box[0]), BoxEdges.OfCorners(left, top, right, bottom, origin: 0), size: null);
        return null;
    }

    private static void ReadXml(DatasetFiles files, string file, DatasetBuilder builder)
    {
        if (XmlAnnotation.Read(files.At(file), file, origin: 0, builder.Problems) is not { } annotation)
            return;
        var objects = new List<DatasetObject>();
        foreach (var found in annotation.Objects)
            if (!IsWordNetId(found.Name))
                builder.Problems.Add(found.Where, $"name must be a WordNet id such as n02123159, is '{Names.Shorten(found.Name)}'");
            else if (builder.Object(builder.KeyOf(found.Name), found.Edges, annotation.Size) is { } counted)
                objects.Add(counted);
        builder.Add(file, Path.GetFileNameWithoutExtension(file), objects, annotation.Size);
    }

    [GeneratedRegex(@"^n[0-9]{8}\z")]
    private static partial Regex WordNetId();
}
