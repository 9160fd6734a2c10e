using System.Diagnostics;
using System.Text.RegularExpressions;
using Serilog.Context;

namespace GradCamService.Entrance;

/// <summary>
/// An id by which gateway, caller and log speak of a request: the caller's own where it can do no harm in a log or in JSON, else a new one.
/// </summary>
internal static partial class RequestIds
{
    public const string Header = "X-Request-Id";

    // What .NET's own scope of a request calls it, and the tag of its span.
    private const string Property = "RequestId";
    private const string Tag = "gradcam.request.id";

    /// <summary>Writes it on the answer, and on all that is logged of the request from here on.</summary>
    public static void UseRequestIds(this WebApplication app) => app.Use(async (context, next) =>
    {
        var id = context.Request.Headers[Header] is [{ } sent] && Harmless().IsMatch(sent) ? sent : Guid.NewGuid().ToString("N");
        context.TraceIdentifier = id;
        Activity.Current?.SetTag(Tag, id);
        // At the last moment: what fails begins its answer anew.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = id;
            return Task.CompletedTask;
        });
        using (LogContext.PushProperty(Property, id))
            await next(context);
    });

    // As the gateway has it (deploy/gateway/nginx.conf).
    [GeneratedRegex(@"\A[A-Za-z0-9._:-]{1,128}\z")]
    private static partial Regex Harmless();
}
