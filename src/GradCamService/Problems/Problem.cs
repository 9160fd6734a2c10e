using System.Text.Json;
using System.Text.Json.Serialization;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Queue;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;
using GradCamService.Jobs.Work;

namespace GradCamService.Problems;

/// <summary>What went wrong, in words for callers. The only place that knows status codes of failures.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The kind of problem, the same for all of its kind.</param>
/// <param name="Detail">What is wrong with this one, and what would be right.</param>
/// <param name="Errors">By field, where fields are at fault; else null.</param>
internal sealed record Problem(int Status, string Title, string Detail, IReadOnlyDictionary<string, string[]>? Errors)
{
    private const int Internal = 500;

    private static readonly JsonSerializerOptions Kept = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Whether the service is at fault, which the log tells about.</summary>
    [JsonIgnore]
    public bool IsInternal => Status == Internal;

    public static Problem Of(Exception exception)
    {
        if (exception is KeptProblemException kept)
            return kept.Problem;
        var (status, title) = StatusOf(exception);
        var detail = status == Internal ? "The service failed; the log has the trace id." : DetailOf(exception);
        return new Problem(status, title, detail, ErrorsOf(exception));
    }

    /// <summary>Of a photo that has ended the processes which computed it.</summary>
    /// <param name="attempts">How many it has ended.</param>
    /// <param name="what">What they computed.</param>
    public static Problem WorkersDied(int attempts, string what = "this photo") => new(Internal, "Workers died",
        FormattableString.Invariant($"{attempts} attempts: each time, the process that computed {what} ended or failed. It is not tried again."), null);

    /// <summary>Where the status is defined.</summary>
    public static string TypeOf(int status) => status == StatusCodes.Status429TooManyRequests
        ? "https://www.rfc-editor.org/rfc/rfc6585#section-4"
        : $"https://httpwg.org/specs/rfc9110.html#status.{status}";

    /// <summary>As JSON, to be kept.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(new { Type = TypeOf(Status), Title, Status, Detail, Errors }, Kept);

    /// <summary>What was kept.</summary>
    public static Problem Read(string json) => JsonSerializer.Deserialize<Problem>(json, Kept)!;

    private static (int Status, string Title) StatusOf(Exception exception) => exception switch
    {
        UnknownCallerException => (401, "Unknown caller"),
        MissingRoleException => (403, "Missing role"),
        AdministratorsOnlyException => (403, "Administrators only"),
        LimitReachedException => (429, "Limit reached"),
        NotFoundException => (404, "Not found"),
        MissingImageException => (400, "No image"),
        UnsupportedBodyException => (415, "Not a form"),
        UnsupportedEncodingException => (415, "Unknown encoding"),
        NotAcceptableException => (406, "Not acceptable"),
        InvalidFieldsException => (422, "Invalid fields"),
        ModelBrokenException => (422, "Model cannot be loaded"),
        NothingToDrawException => (422, "Nothing to draw"),
        UnsupportedImageException => (415, "Not an image that can be read"),
        CorruptImageException => (422, "Corrupt image"),
        ImageTooLargeException => (413, "Image too large"),
        UnequalFramesException => (422, "Invalid fields"),
        PartException part => StatusOf(part.InnerException!),
        UploadTooLargeException => (413, "Upload too large"),
        UploadTooSlowException => (408, "Upload too slow"),
        AnswerTooLargeException => (422, "Answer too large"),
        JobTooLargeException => (413, "Job too large"),
        TooMuchMemoryException => (413, "Too large"),
        QueueFullException => (429, "Queue full"),
        TooManyJobsException => (429, "Too many jobs"),
        IdempotencyConflictException => (409, "Another body with the same key"),
        JobUnfinishedException => (409, "Not finished"),
        ModelReplacedException => (409, "Model replaced"),
        DatasetReplacedException => (409, "Dataset replaced"),
        UnreadableDatasetException => (422, "No photo can be read"),
        StorageFullException or DatabaseFullException => (507, "No room"),
        StorageException or DatabaseAwayException or JobsUnavailableException => (503, "Jobs are unavailable"),
        UnavailableException => (503, "Unavailable"),
        DeadlinePassedException => (504, "Deadline passed"),
        InvalidDataException => (400, "Malformed form"),
        BadHttpRequestException bad => (bad.StatusCode, bad.StatusCode switch { 408 => "Upload too slow", 413 => "Upload too large", _ => "Bad request" }),
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
