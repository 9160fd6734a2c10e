using GradCamService.Configuration;
using Microsoft.AspNetCore.Http.Features;

namespace GradCamService.Uploads;

internal static class UploadsRegistration
{
    // A form's boundaries, headers and text fields around the image.
    private const int FormOverhead = 64 << 10;

    // Longer than any text that is read, so that one which is too long is told its limit in words.
    private const int LongestText = 1 << 20;

    /// <summary>Limits on what is read of a request; uploads stay in memory, so that the file system may be read-only.</summary>
    public static WebApplicationBuilder AddUploads(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<UploadReader>();
        var most = builder.Configuration.GetSection(UploadOptions.Section).Get<UploadOptions>()?.MaxBytes ?? new UploadOptions().MaxBytes;
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = most + FormOverhead;
        });
        builder.Services.Configure<FormOptions>(form =>
        {
            form.MultipartBodyLengthLimit = most;
            form.MemoryBufferThreshold = most + FormOverhead;
            form.ValueCountLimit = 1024;
            form.ValueLengthLimit = LongestText;
        });
        return builder;
    }
}
