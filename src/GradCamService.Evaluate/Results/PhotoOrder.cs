using GradCamService.Evaluate.Datasets;

namespace GradCamService.Evaluate.Results;

/// <summary>The photos of a plan in the ordinal order of their ids, in which everything is added up: a photo is known by its place.</summary>
internal sealed class PhotoOrder
{
    private readonly string[] _ids;

    public PhotoOrder(IEnumerable<DatasetImage> images) => _ids = [.. images.Select(image => image.Id).Order(StringComparer.Ordinal)];

    /// <summary>The id at a place.</summary>
    public string this[int place] => _ids[place];

    public int PlaceOf(string id) => Array.BinarySearch(_ids, id, StringComparer.Ordinal) is >= 0 and var place ? place
        : throw new ArgumentException($"'{id}' is no photo of the plan", nameof(id));
}
