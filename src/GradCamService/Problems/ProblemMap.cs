using System.Globalization;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Queue;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Problems;

/// <summary>Exceptions → <c>application/problem+json</c>. The only place that knows status codes of failures.</summary>
internal sealed partial class ProblemMap(IProblemDetailsService problems, ILogger<ProblemMap> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer; the status is for the log and the metrics.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }
        var (status, title) = StatusOf(exception);
        if (status == StatusCodes.Status500InternalServerError)
            Failed(exception, context.Request.Method, context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName);
        context.Response.StatusCode = status;
        if (RetryAfterOf(exception) is { } wait)
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var details = new ProblemDetails
        {
            Status = status,
            Title = title,
            Detail = status == StatusCodes.Status500InternalServerError ? "The service failed; the log has the trace id." : DetailOf(exception),
        };
        if (ErrorsOf(exception) is { } errors)
            details.Extensions["errors"] = errors;
        return await problems.TryWriteAsync(new() { HttpContext = context, ProblemDetails = details, Exception = exception });
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
        _ => (500, "Internal error"),
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

    private static TimeSpan? RetryAfterOf(Exception exception) => exception switch
    {
        QueueFullException full => full.RetryAfter,
        UnavailableException unavailable => unavailable.RetryAfter,
        _ => null,
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed")]
    private partial void Failed(Exception exception, string method, string? endpoint);
}
