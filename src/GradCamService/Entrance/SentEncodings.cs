using GradCamService.Problems;
using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.Extensions.Options;

namespace GradCamService.Entrance;

/// <summary>
/// Bodies that come compressed. They are unpacked while they are read, and count unpacked: <c>Upload:MaxBytes</c> bounds them as it bounds others.
/// </summary>
internal static class SentEncodings
{
    // Brotli's stream tells of damage by an exception that says nothing of whose fault it is.
    private const string Brotli = "br";

    private const string Plain = "identity";

    public static IServiceCollection AddSentEncodings(this IServiceCollection services) => services
        .AddRequestDecompression(options => options.DecompressionProviders.Remove(Brotli));

    /// <summary>Unpacks them, and refuses what cannot be.</summary>
    public static void UseSentEncodings(this WebApplication app)
    {
        var known = app.Services.GetRequiredService<IOptions<RequestDecompressionOptions>>().Value.DecompressionProviders.Keys.ToList();
        app.UseWhen(IsEncoded, encoded =>
        {
            encoded.UseRequestDecompression();
            encoded.Use((context, next) =>
            {
                // The framework takes the header away with the encoding.
                if (IsEncoded(context))
                    throw new UnsupportedEncodingException(context.Request.Headers.ContentEncoding.ToString(), known);
                // It was the packed body's; how long this one is, its end tells.
                context.Request.ContentLength = null;
                return next(context);
            });
        });
    }

    private static bool IsEncoded(HttpContext context) =>
        context.Request.Headers.ContentEncoding is { Count: > 0 } encoding && !encoding.ToString().Equals(Plain, StringComparison.OrdinalIgnoreCase);
}
