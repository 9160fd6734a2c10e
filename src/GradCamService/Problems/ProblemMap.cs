using System.Globalization;
using GradCamService.Explain.Queue;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;
using GradCamService.Jobs.Work;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Problems;

/// <summary>Exceptions → <c>application/problem+json</c>.</summary>
internal sealed partial class ProblemMap(IProblemDetailsService problems, ILogger<ProblemMap> logger) : IExceptionHandler
{
    // Databases and brokers that went away are mostly back after a restart's time.
    private static readonly TimeSpan UntilBack = TimeSpan.FromSeconds(5);

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (HasLeft(context, exception))
        {
            // Nobody reads the answer; the status is for the log and the metrics.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }
        var problem = Problem.Of(exception);
        if (problem.IsInternal)
            Failed(exception, context.Request.Method, context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName);
        context.Response.StatusCode = problem.Status;
        if (RetryAfterOf(exception) is { } wait)
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (exception is UnknownCallerException unknown)
            context.Response.Headers.WWWAuthenticate = unknown.Challenge;
        if (exception is UnsupportedEncodingException encoding)
            context.Response.Headers.AcceptEncoding = encoding.Known;
        var details = new ProblemDetails { Status = problem.Status, Title = problem.Title, Detail = problem.Detail };
        if (problem.Errors is not null)
            details.Extensions["errors"] = problem.Errors;
        try
        {
            return await problems.TryWriteAsync(new() { HttpContext = context, ProblemDetails = details, Exception = exception });
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // He left while it was written.
            return true;
        }
    }

    /// <summary>Whether the caller's end of the connection is what failed. A reset is read before the request is told that it ended.</summary>
    private static bool HasLeft(HttpContext context, Exception exception) =>
        (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        || IsReset(exception);

    private static bool IsReset(Exception? exception) => exception is not null && (exception is ConnectionResetException || IsReset(exception.InnerException));

    private static TimeSpan? RetryAfterOf(Exception exception) => exception switch
    {
        LimitReachedException reached => reached.RetryAfter,
        QueueFullException full => full.RetryAfter,
        UnavailableException unavailable => unavailable.RetryAfter,
        TooManyJobsException many => many.RetryAfter,
        JobUnfinishedException unfinished => unfinished.RetryAfter,
        StorageException or DatabaseAwayException or JobsUnavailableException => UntilBack,
        _ => null,
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed")]
    private partial void Failed(Exception exception, string method, string? endpoint);
}
