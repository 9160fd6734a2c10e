using System.Net.Mime;

namespace GradCamService.Entrance;

/// <summary>
/// Answers that are text go out compressed where the request accepts it; pictures, arrays and archives are compressed already, and events go out one by one.
/// Over TLS too: no answer has a secret in it whose length could give it away.
/// </summary>
internal static class AnswerEncodings
{
    private static readonly string[] Types =
    [
        MediaTypeNames.Application.Json, MediaTypeNames.Application.ProblemJson, MediaTypeNames.Text.Html, MediaTypeNames.Text.Css,
        MediaTypeNames.Text.JavaScript, MediaTypeNames.Image.Svg,
    ];

    public static IServiceCollection AddAnswerEncodings(this IServiceCollection services) => services.AddResponseCompression(options =>
    {
        options.EnableForHttps = true;
        options.MimeTypes = Types;
    });
}
