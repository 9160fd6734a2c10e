namespace GradCamService.Requests;

/// <summary>Answers HEAD wherever GET is answered: with the same status and headers, and without a body, which the server leaves out.</summary>
internal static class HeadRequests
{
    /// <summary>Before routing, to which both are the same.</summary>
    public static void UseHeadAsGet(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    });
}
