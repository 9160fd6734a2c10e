namespace GradCamService.OpenApi;

/// <summary>Swagger UI, to try the API out.</summary>
internal static class SwaggerPage
{
    public static void UseSwaggerPage(this WebApplication app) => app.UseSwaggerUI(options =>
    {
        // From where the page is, so that it is found behind a gateway's path prefix too.
        options.SwaggerEndpoint(".." + ApiRegistration.Document, "GradCamService v1");
        options.DocumentTitle = "GradCamService";
        options.DisplayRequestDuration();
        options.DefaultModelsExpandDepth(0);
        options.ConfigObject.Plugins = [Plugin()];
    });

    private static string Plugin()
    {
        using var text = new StreamReader(typeof(SwaggerPage).Assembly.GetManifestResourceStream("OnlyWhatWasTyped.js")!);
        return text.ReadToEnd();
    }
}
