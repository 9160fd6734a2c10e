using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>A picture that lies in the report itself.</summary>
/// <param name="Title">Under it, and read out in its place.</param>
/// <param name="MediaType">Of the file: image/jpeg, image/webp, image/png.</param>
/// <param name="File">A miniature: all that are shown together make the page's size.</param>
public sealed record ReportPicture(string Title, string MediaType, byte[] File);

/// <summary>Pictures that are seen together, as those of one photo are.</summary>
/// <param name="Title">The photo's name.</param>
/// <param name="Captions">What is to be said of it, a line each.</param>
/// <param name="Pictures">Side by side, in this order.</param>
public sealed record GalleryItem(string Title, IReadOnlyList<string> Captions, IReadOnlyList<ReportPicture> Pictures);

/// <summary>The report's pictures. Each is asked for when it is written and forgotten afterwards: they may be more than memory holds.</summary>
public sealed record ReportPictures
{
    /// <summary>A report of numbers alone.</summary>
    public static ReportPictures None { get; } = new();

    /// <summary>Where maps are best, best first; null: the report has no such gallery.</summary>
    public IAsyncEnumerable<GalleryItem>? Best { get; init; }

    /// <summary>Where maps are worst, worst first; null likewise.</summary>
    public IAsyncEnumerable<GalleryItem>? Worst { get; init; }

    /// <summary>
    /// Of a wrong prediction: the map of the predicted class, that of the true one beside it, and what speaks for the true one rather than
    /// the predicted. Empty: the failure is listed without pictures. Asked for once each, in the order of the results.
    /// </summary>
    public Func<Failure, CancellationToken, ValueTask<IReadOnlyList<ReportPicture>>> OfFailure { get; init; } =
        (_, _) => ValueTask.FromResult<IReadOnlyList<ReportPicture>>([]);

    /// <summary>Of a finding that stands out: the mean map, photos that have it. Asked for once each, largest finding first.</summary>
    public Func<BiasFinding, CancellationToken, ValueTask<IReadOnlyList<GalleryItem>>> OfFinding { get; init; } =
        (_, _) => ValueTask.FromResult<IReadOnlyList<GalleryItem>>([]);
}
