using GradCamService.Explain.Naming;
using static System.FormattableString;

namespace GradCamService.Evaluate.Datasets;

/// <summary>
/// COCO (Lin et al. 2014, arXiv:1405.0312): one JSON file. Boxes are x, y, width, height with fractions, from the photo's corner; crowd regions do
/// not count.
/// </summary>
internal static class CocoLayout
{
    private const string Instances = DatasetFiles.Annotations + "/instances_";

    public static Layout Row { get; } = new(
        "COCO", $"{Instances}*.json, or one *.json, with {string.Join(", ", CocoFile.Members)}", Recognize, Read);

    private static Recognition Recognize(DatasetFiles files)
    {
        if (Candidates(files).Count > 0)
            return Recognition.Whole;
        return files.In("", ".json").FirstOrDefault() is { } other
            ? Recognition.But($"{other} does not begin with {string.Join(", ", CocoFile.Members)}")
            : files.In(DatasetFiles.Annotations, ".json").Any() ? Recognition.But($"there is no {Instances}*.json") : Recognition.Nothing;
    }

    private static List<string> Candidates(DatasetFiles files)
    {
        if (files.IsNamed)
            return [.. files.Below(".json").Where(file => CocoFile.IsOne(files.At(file)))];
        var instances = files.In(DatasetFiles.Annotations, ".json").Where(file => file.StartsWith(Instances, StringComparison.Ordinal)).ToList();
        return instances.Count > 0 ? instances : [.. files.In("", ".json").Where(file => CocoFile.IsOne(files.At(file)))];
    }

    private static void Read(DatasetFiles files, DatasetBuilder builder)
    {
        var candidates = Candidates(files);
        if (candidates is not [var name])
            throw builder.Problems.End(
                "", $"has {candidates.Count} files of annotations; name one of them instead of the folder: {string.Join(", ", candidates)}");
        var file = CocoFile.Read(files.At(name), name, builder.Problems);
        if (file is not { Images: { } images, Annotations: { } annotations, Categories: { } categories })
            throw builder.Problems.End(name, $"must have the members {string.Join(", ", CocoFile.Members)}, all of them arrays");
        var keys = Categories(name, categories, builder);
        var photos = Photos(name, images, builder);
        builder.Problems.ThrowIfAny();
        Objects(name, annotations, photos, keys, builder);
        foreach (var (where, photo, objects) in photos.Values)
            builder.Add(where, photo.FileName!, objects, SizeOf(photo));
    }

    private static Dictionary<long, string> Categories(string file, IReadOnlyList<CocoFile.Category?> categories, DatasetBuilder builder)
    {
        var keys = new Dictionary<long, string>();
        for (var i = 0; i < categories.Count; i++)
        {
            var where = Invariant($"{file}, categories[{i}]");
            if (categories[i] is not { Id: { } id, Name: { Length: > 0 } name } category)
                builder.Problems.Add(where, "must have an id, a whole number, and a name");
            else if (!keys.TryAdd(id, name))
                builder.Problems.Add(where, $"has the id {id}, as another category has");
            else if (!builder.Declare(name, category.Synonyms ?? []))
                builder.Problems.Add(where, $"has the name '{Names.Shorten(name)}', as another category has; names must tell them apart");
        }
        return keys;
    }

    private static Dictionary<long, (string Where, CocoFile.Photo Photo, List<DatasetObject> Objects)> Photos(
        string file, IReadOnlyList<CocoFile.Photo?> images, DatasetBuilder builder)
    {
        var photos = new Dictionary<long, (string, CocoFile.Photo, List<DatasetObject>)>(images.Count);
        for (var i = 0; i < images.Count; i++)
        {
            var where = Invariant($"{file}, images[{i}]");
            if (images[i] is not { Id: { } id, FileName: { Length: > 0 } } photo)
                builder.Problems.Add(where, "must have an id, a whole number, and a file_name");
            else if (photo is { Width: < 1 } or { Height: < 1 })
                builder.Problems.Add(where, Invariant($"must have a width and a height of at least one pixel, has {photo.Width} × {photo.Height}"));
            else if (!photos.TryAdd(id, (where, photo, [])))
                builder.Problems.Add(where, $"has the id {id}, as another image has");
        }
        return photos;
    }

    private static void Objects(
        string file, IReadOnlyList<CocoFile.Annotation?> annotations,
        Dictionary<long, (string, CocoFile.Photo Photo, List<DatasetObject> Objects)> photos, Dictionary<long, string> keys, DatasetBuilder builder)
    {
        for (var i = 0; i < annotations.Count; i++)
            if (Problem(annotations[i], photos.Keys, keys) is { } problem)
                builder.Problems.Add(Invariant($"{file}, annotations[{i}]{(annotations[i]?.Id is { } id ? $" (id {id})" : "")}"), problem);
            else if (annotations[i] is { Iscrowd: 1 })
                builder.Note("crowd regions");
            else
            {
                var (_, photo, objects) = photos[annotations[i]!.ImageId!.Value];
                var (key, box) = (keys[annotations[i]!.CategoryId!.Value], annotations[i]!.Bbox!);
                if (builder.Object(key, BoxEdges.OfSides(box[0], box[1], box[2], box[3]), SizeOf(photo)) is { } found)
                    objects.Add(found);
            }
    }

    private static string? Problem(CocoFile.Annotation? annotation, ICollection<long> photos, Dictionary<long, string> keys) => annotation switch
    {
        null => "must be an object, is null",
        { ImageId: null } => "has no image_id",
        { ImageId: { } id } when !photos.Contains(id) => $"image_id must be the id of an image, is {id}",
        { CategoryId: null } => "has no category_id",
        { CategoryId: { } id } when !keys.ContainsKey(id) => $"category_id must be the id of a category ({Some(keys.Keys)}), is {id}",
        { Iscrowd: not (null or 0 or 1) } => $"iscrowd must be 0 or 1, is {annotation.Iscrowd}",
        { Bbox: null } => "bbox must be [x, y, width, height], is not there",
        { Bbox: not [_, _, _, _] } => $"bbox must be [x, y, width, height], has {annotation.Bbox.Length} numbers",
        { Bbox: [var x, var y, var width, var height] } when width < 0 || height < 0 || !annotation.Bbox.All(BoxEdges.IsPixels) =>
            Invariant($"bbox must be [x, y, width, height] in pixels, with sides ≥ 0; is [{x}, {y}, {width}, {height}]"),
        _ => null,
    };

    private static string Some(IEnumerable<long> ids) => string.Join(", ", ids.Order().Take(5)) + (ids.Count() > 5 ? ", …" : "");

    private static PhotoSize? SizeOf(CocoFile.Photo photo) => photo is { Width: { } width, Height: { } height } ? new PhotoSize(width, height) : null;
}
