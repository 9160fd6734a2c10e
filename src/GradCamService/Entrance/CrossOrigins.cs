using GradCamService.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GradCamService.Entrance;

/// <summary>Pages of other sites that may ask from a browser. Keys go in a header, never as a cookie: no site acts in a visitor's name.</summary>
internal static class CrossOrigins
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete];

    /// <summary>What scripts may read besides the body and the few headers that they always may.</summary>
    private static readonly string[] Exposed =
    [
        RequestIds.Header, HeaderNames.RetryAfter, HeaderNames.ContentDisposition, HeaderNames.ETag, HeaderNames.Location, HeaderNames.WWWAuthenticate,
        "Server-Timing", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "X-Concept", "X-Score", "X-Box", "X-Model-Version", "X-Model-Sha256",
    ];

    /// <summary>After routing, before anything asks who calls: browsers ask whether they may without saying so. Does nothing where no site may.</summary>
    public static void UseCrossOrigins(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<IOptions<CrossOriginOptions>>().Value.Origins;
        if (origins.Count == 0)
            return;
        app.UseCors(policy =>
        {
            policy.WithMethods(Methods).AllowAnyHeader().WithExposedHeaders(Exposed).SetPreflightMaxAge(Remembered);
            if (origins.Contains(CrossOriginOptions.Any))
                policy.AllowAnyOrigin();
            else
                policy.WithOrigins([.. origins]);
        });
    }
}
