using System.Diagnostics;
using GradCamService.Explain.Queue;

namespace GradCamService.Callers;

/// <summary>
/// One event for each request to a route of the API, at the category <c>GradCamService.Audit</c>: who asked for what, what it cost and how it ended. Never
/// content, and no text of the caller's but its name.
/// </summary>
internal sealed partial class Audit(RequestDelegate next, ILoggerFactory loggers, ServedModels models)
{
    public const string Category = "GradCamService.Audit";

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    public async Task InvokeAsync(HttpContext context)
    {
        // The exception handler takes the endpoint away.
        if (context.GetEndpoint() is not RouteEndpoint endpoint || !Routes.AreLimited(endpoint))
        {
            await next(context);
            return;
        }
        var model = ModelOf(context);
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var cost = context.Features.Get<RequestCost>();
            Asked(
                context.Features.Get<RequestCaller>()?.Name, context.Request.Method, endpoint.RoutePattern.RawText, model, context.Response.StatusCode,
                cost?.Rounds, cost?.Device.TotalMilliseconds, context.Request.ContentLength, Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                context.TraceIdentifier);
        }
    }

    // Any other is a text of the caller's.
    private string? ModelOf(HttpContext context) =>
        context.GetRouteValue("model") is string name && models.IsLoaded && models.Library.Find(name) is not null ? name : null;

    [LoggerMessage(LogLevel.Information,
        "{Caller} {Method} {Route} {Model} {Status} {Rounds} {DeviceMilliseconds} {BytesIn} {Milliseconds} {RequestId}")]
    private partial void Asked(
        string? caller, string method, string? route, string? model, int status, int? rounds, double? deviceMilliseconds, long? bytesIn, double milliseconds,
        string requestId);
}
