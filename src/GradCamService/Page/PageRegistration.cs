using GradCamService.Management;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace GradCamService.Page;

/// <summary>The page at <c>/</c>: files as they lie in <c>wwwroot</c>, which ask the same API as everybody else.</summary>
internal static class PageRegistration
{
    // Scripts and styles are files of the page's own; pictures are also what it was given or what an answer has in it; a camera is a stream.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Serves it, before routes are looked for.</summary>
    public static void UsePage(this WebApplication app)
    {
        var files = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        app.UseWhen(context => !context.IsManagement(), callers =>
        {
            callers.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
            callers.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = Protect });
        });
    }

    private static void Protect(StaticFileResponseContext context)
    {
        var headers = context.Context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        // Asked for again by its tag, so that a new version is seen at once.
        headers.CacheControl = "no-cache";
    }
}
