using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Datasets;

/// <summary>Photos and what is on them.</summary>
/// <param name="Name">The folder's or file's.</param>
/// <param name="Layout">As messages and reports name it, for example "COCO".</param>
/// <param name="Categories">In the dataset's order.</param>
/// <param name="Images">In an order that is the same on every machine.</param>
/// <param name="Notes">What was left out, and how often: difficult objects, crowd regions.</param>
public sealed record Dataset(
    string Name, string Layout, IReadOnlyList<DatasetCategory> Categories, IReadOnlyList<DatasetImage> Images, IReadOnlyList<DatasetNote> Notes);

/// <summary>What an object can be.</summary>
/// <param name="Key">What the dataset's files call it: a WordNet id, a name, a folder's name.</param>
/// <param name="Names">Names by which a model may know it, likeliest first; the key is one of them.</param>
public sealed record DatasetCategory(string Key, IReadOnlyList<string> Names);

/// <summary>A photo.</summary>
/// <param name="Id">Its path in the dataset with forward slashes, which no other has.</param>
/// <param name="Path">Absolute.</param>
/// <param name="Objects">The first one's category is the photo's label; at least one.</param>
public sealed record DatasetImage(string Id, string Path, IReadOnlyList<DatasetObject> Objects);

/// <summary>An object on a photo.</summary>
/// <param name="Category">Its key.</param>
/// <param name="Box">Where, in whole pixels of the photo after its EXIF orientation; null where the dataset has no boxes.</param>
public sealed record DatasetObject(string Category, PixelBox? Box);

/// <summary>Something that was left out.</summary>
/// <param name="What">In the plural, for example "difficult objects".</param>
/// <param name="Count">How many.</param>
public sealed record DatasetNote(string What, int Count);
