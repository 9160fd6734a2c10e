namespace GradCamService.Evaluate.Datasets;

/// <summary>
/// Pascal VOC (Everingham et al. 2010): an XML file a photo. The first pixel is (1, 1), corners are inclusive; difficult objects do not count, as in
/// its evaluation. A photo has the name of its annotation.
/// </summary>
internal static class VocLayout
{
    /// <summary>The folder of its photos.</summary>
    public const string Photos = "JPEGImages";

    private const string Annotations = "Annotations";

    // Its names are its own; models know these things by others.
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["aeroplane"] = ["airplane"],
        ["diningtable"] = ["dining table"],
        ["motorbike"] = ["motorcycle"],
        ["pottedplant"] = ["potted plant"],
        ["sofa"] = ["couch"],
        ["tvmonitor"] = ["tv monitor", "tv"],
    };

    public static Layout Row { get; } = new("Pascal VOC", $"{Annotations}/*.xml and {Photos}/", Recognize, Read);

    private static Recognition Recognize(DatasetFiles files) =>
        (files.In(Annotations, ".xml").Any(), !files.IsNamed && files.HasFolder(Photos)) switch
        {
            (true, true) => Recognition.Whole,
            (true, false) => Recognition.But($"there is no folder {Photos} with the photos"),
            (false, true) => Recognition.But($"there is no {Annotations}/*.xml"),
            _ => Recognition.Nothing,
        };

    private static void Read(DatasetFiles files, DatasetBuilder builder)
    {
        foreach (var file in files.In(Annotations, ".xml"))
        {
            if (XmlAnnotation.Read(files.At(file), file, origin: 1, builder.Problems) is not { } annotation)
                continue;
            builder.Note("difficult objects", annotation.Objects.Count(found => found.IsDifficult));
            var objects = annotation.Objects.Where(found => !found.IsDifficult)
                .Select(found => builder.Object(builder.KeyOf(found.Name, Known.GetValueOrDefault(found.Name, [])), found.Edges, annotation.Size))
                .OfType<DatasetObject>().ToList();
            builder.Add(file, $"{Photos}/{Path.GetFileNameWithoutExtension(file)}", objects, annotation.Size);
        }
    }
}
