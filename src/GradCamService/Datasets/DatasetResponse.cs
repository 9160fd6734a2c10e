using System.Text.Json.Serialization;
using GradCamService.Evaluate.Datasets;

namespace GradCamService.Datasets;

/// <summary>The datasets of this service.</summary>
/// <param name="Datasets">By name.</param>
public sealed record DatasetListResponse(IReadOnlyList<DatasetResponse> Datasets);

/// <summary>A dataset.</summary>
/// <param name="Name">Its folder's, or its file's of annotations.</param>
/// <param name="Layout">How it lies on the disk: ILSVRC, Pascal VOC, COCO, table or folders; null where it cannot be read.</param>
/// <param name="Images">Photos that can be evaluated; null where it cannot be read.</param>
/// <param name="Categories">What their objects can be; null where it cannot be read.</param>
/// <param name="Boxes">Objects with a box, 0 for a dataset of labels only; null where it cannot be read.</param>
/// <param name="Reason">Why it cannot be read; absent where it can.</param>
public sealed record DatasetResponse(
    string Name, string? Layout, int? Images, int? Categories, int? Boxes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason)
{
    // The first few show what is wrong; the command tells all.
    private const int MostProblems = 3;

    internal static DatasetResponse Of(string name, Dataset dataset) => new(
        name, dataset.Layout, dataset.Images.Count, dataset.Categories.Count,
        dataset.Images.Sum(image => image.Objects.Count(found => found.Box is not null)), Reason: null);

    internal static DatasetResponse Of(string name, IReadOnlyList<string> problems) => new(
        name, null, null, null, null,
        string.Join(Environment.NewLine, problems.Take(MostProblems))
            + (problems.Count > MostProblems ? $"{Environment.NewLine}and {problems.Count - MostProblems} more problems" : ""));
}
