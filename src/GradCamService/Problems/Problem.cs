using System.Text.Json.Serialization;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Queue;

namespace GradCamService.Problems;

/// <summary>What went wrong, in words for callers. The only place that knows status codes of failures.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The kind of problem, the same for all of its kind.</param>
/// <param name="Detail">What is wrong with this one, and what would be right.</param>
/// <param name="Errors">By field, where fields are at fault; else null.</param>
internal sealed record Problem(int Status, string Title, string Detail, IReadOnlyDictionary<string, string[]>? Errors)
{
    private const int Internal = 500;

    /// <summary>Whether the service is at fault, which the log tells about.</summary>
    [JsonIgnore]
    public bool IsInternal => Status == Internal;

    public static Problem Of(Exception exception)
    {
        var (status, title) = StatusOf(exception);
        var detail = status == Internal ? "The service failed; the log has the trace id." : DetailOf(exception);
        return new Problem(status, title, detail, ErrorsOf(exception));
    }

    private static (int Status, string Title) StatusOf(Exception exception) => exception switch
    {
        NotFoundException => (404, "Not found"),
        MissingImageException => (400, "No image"),
        UnsupportedBodyException => (415, "Not a form"),
        NotAcceptableException => (406, "Not acceptable"),
        InvalidFieldsException => (422, "Invalid fields"),
        NothingToDrawException => (422, "Nothing to draw"),
        UnsupportedImageException => (415, "Not an image that can be read"),
        CorruptImageException => (422, "Corrupt image"),
        ImageTooLargeException => (413, "Image too large"),
        UnequalFramesException => (422, "Invalid fields"),
        PartException part => StatusOf(part.InnerException!),
        UploadTooLargeException => (413, "Upload too large"),
        TooMuchMemoryException => (413, "Too large"),
        QueueFullException => (429, "Queue full"),
        UnavailableException => (503, "Unavailable"),
        DeadlinePassedException => (504, "Deadline passed"),
        InvalidDataException => (400, "Malformed form"),
        BadHttpRequestException bad => (bad.StatusCode, bad.StatusCode == 413 ? "Upload too large" : "Bad request"),
        _ => (Internal, "Internal error"),
    };

    private static string DetailOf(Exception exception) =>
        exception is InvalidDataException ? $"The form cannot be read: {exception.Message}" : exception.Message;

    private static IReadOnlyDictionary<string, string[]>? ErrorsOf(Exception exception) => exception switch
    {
        InvalidFieldsException invalid => invalid.Errors,
        UnequalFramesException => new Dictionary<string, string[]> { ["image"] = [exception.Message] },
        PartException part => new Dictionary<string, string[]> { [part.Part] = [exception.Message] },
        _ => null,
    };
}
