using System.Globalization;
using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Datasets;

/// <summary>Photos and what is on them.</summary>
/// <param name="Name">The folder's or file's.</param>
/// <param name="Layout">As messages and reports name it, for example "COCO".</param>
/// <param name="Categories">In the dataset's order.</param>
/// <param name="Images">In an order that is the same on every machine: by the code units of their ids. At least one.</param>
/// <param name="Notes">What was left out, and how often: difficult objects, crowd regions, photos without a file.</param>
public sealed record Dataset(
    string Name, string Layout, IReadOnlyList<DatasetCategory> Categories, IReadOnlyList<DatasetImage> Images, IReadOnlyList<DatasetNote> Notes)
{
    /// <summary>Photos that the dataset describes and that have no file, by the name that it gives them, in order.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Ids or names of photos that it describes without an object that counts, in order.</summary>
    public IReadOnlyList<string> Empty { get; init; } = [];
}

/// <summary>What an object can be.</summary>
/// <param name="Key">What the dataset's files call it: a WordNet id, a name, a folder's name.</param>
/// <param name="Names">Names by which a model may know it, likeliest first; the key is one of them.</param>
public sealed record DatasetCategory(string Key, IReadOnlyList<string> Names);

/// <summary>A photo.</summary>
/// <param name="Id">Its path in the dataset with forward slashes, which no other has.</param>
/// <param name="Path">Absolute.</param>
/// <param name="Objects">The first one's category is the photo's label; at least one.</param>
public sealed record DatasetImage(string Id, string Path, IReadOnlyList<DatasetObject> Objects)
{
    /// <summary>The photo's size, as the dataset's files say; null where they do not.</summary>
    public PhotoSize? Size { get; init; }

    /// <summary>Its objects on the photo as it was decoded, with boxes cut to it.</summary>
    /// <param name="width">Pixels, upright.</param>
    /// <param name="height">Pixels, upright.</param>
    /// <exception cref="DatasetException">The dataset describes a photo of another size, such as one that lies on its side.</exception>
    public IReadOnlyList<DatasetObject> ObjectsOn(int width, int height)
    {
        if (Size is { } size && size != new PhotoSize(width, height))
            throw new DatasetException(Id, [string.Create(CultureInfo.InvariantCulture,
                $"the annotations are of a photo of {size.Width} × {size.Height} pixels, "
                + $"the file has {width} × {height} after its EXIF orientation")]);
        return Objects.All(found => found.Box is not { } box || BoxEdges.Of(box).Within(new PhotoSize(width, height)) == box) ? Objects
            : [.. Objects.Select(found => found with { Box = CutBox(found, width, height) })];
    }

    private PixelBox? CutBox(DatasetObject found, int width, int height) => found.Box is not { } box ? null
        : BoxEdges.Of(box).Within(new PhotoSize(width, height)) ?? throw new DatasetException(Id, [string.Create(CultureInfo.InvariantCulture,
            $"the box {box.X}, {box.Y}, {box.Width}, {box.Height} of '{found.Category}' lies outside of the photo, "
            + $"which has {width} × {height} pixels")]);
}

/// <summary>Width and height in pixels, each ≥ 1.</summary>
public readonly record struct PhotoSize(int Width, int Height);

/// <summary>An object on a photo.</summary>
/// <param name="Category">Its key.</param>
/// <param name="Box">Where, in whole pixels of the photo after its EXIF orientation; null where the dataset has no boxes.</param>
public sealed record DatasetObject(string Category, PixelBox? Box);

/// <summary>Something that was left out.</summary>
/// <param name="What">In the plural, for example "difficult objects".</param>
/// <param name="Count">How many.</param>
public sealed record DatasetNote(string What, int Count);
