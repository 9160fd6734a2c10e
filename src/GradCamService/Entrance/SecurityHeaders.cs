namespace GradCamService.Entrance;

/// <summary>What browsers are told of every answer.</summary>
internal static class SecurityHeaders
{
    // An answer of the API is no page: it loads nothing, and is shown in no frame.
    private const string ContentPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Answers with a policy of their own, such as pages, keep it.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = ContentPolicy;
            return Task.CompletedTask;
        });
        return next(context);
    });
}
