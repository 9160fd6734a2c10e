using GradCamService.Configuration;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace GradCamService.Uploads;

internal static class UploadsRegistration
{
    // A form's boundaries, headers and text fields around the image.
    private const int FormOverhead = 64 << 10;

    // Longer than any text that is read, so that one which is too long is told its limit in words.
    private const int LongestText = 1 << 20;

    // The server cuts the connection of a larger body, which a client in the middle of sending sees as a broken pipe and not as a 413.
    // Up to so many times the limit, the rest is read and thrown away, so that the answer arrives.
    private const int ReadAndRefused = 4;

    /// <summary>Limits on what is read of a request; uploads stay in memory, so that the file system may be read-only.</summary>
    public static WebApplicationBuilder AddUploads(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<UploadReader>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<UploadOptions>>((server, upload) =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = (long)upload.Value.MaxBytes * ReadAndRefused + FormOverhead;
        });
        builder.Services.AddOptions<FormOptions>().Configure<IOptions<UploadOptions>>((form, upload) =>
        {
            form.MultipartBodyLengthLimit = upload.Value.MaxBytes;
            form.MemoryBufferThreshold = upload.Value.MaxBytes + FormOverhead;
            form.ValueCountLimit = 1024;
            form.ValueLengthLimit = LongestText;
        });
        return builder;
    }
}
