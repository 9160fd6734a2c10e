using Swashbuckle.AspNetCore.SwaggerUI;

namespace GradCamService.OpenApi;

/// <summary>Swagger UI, to try the API out.</summary>
internal static class SwaggerPage
{
    private const string Prefix = "/swagger";

    // Its scripts are files; styles and pictures it also writes into the page, and plugins come to it as text.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UseSwaggerPage(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(Prefix, StringComparison.Ordinal))
                context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
            return next(context);
        });
        app.UseSwaggerUI(SetUp);
    }

    private static void SetUp(SwaggerUIOptions options)
    {
        // From where the page is, so that it is found behind a gateway's path prefix too.
        options.SwaggerEndpoint(".." + ApiRegistration.Document, "GradCamService v1");
        options.DocumentTitle = "GradCamService";
        options.DisplayRequestDuration();
        options.DefaultModelsExpandDepth(0);
        options.ConfigObject.Plugins = [Plugin()];
    }

    private static string Plugin()
    {
        using var text = new StreamReader(typeof(SwaggerPage).Assembly.GetManifestResourceStream("OnlyWhatWasTyped.js")!);
        return text.ReadToEnd();
    }
}
