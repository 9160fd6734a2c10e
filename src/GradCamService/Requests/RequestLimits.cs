using GradCamService.Configuration;
using GradCamService.Explain.Queue;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace GradCamService.Requests;

internal static class RequestLimits
{
    /// <summary>A form's boundaries, headers and text fields around the image.</summary>
    public const int FormOverhead = 64 << 10;

    // The server cuts the connection of a larger body, which a client in the middle of sending sees as a broken pipe and not as a 413.
    // Up to so many times the limit, the rest is read and thrown away, so that the answer arrives.
    private const int ReadAndRefused = 4;

    /// <summary>Limits on what is read of a request; uploads stay in memory, so that the file system may be read-only.</summary>
    public static WebApplicationBuilder AddRequests(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FormReader>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<UploadOptions>, IOptions<ConnectionOptions>>((server, upload, connections) =>
        {
            server.AddServerHeader = false;
            connections.Value.Limit(server.Limits);
            server.Limits.MaxRequestBodySize = (long)upload.Value.MaxBytes * ReadAndRefused + FormOverhead;
        });
        return builder;
    }
}
