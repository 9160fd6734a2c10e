using GradCamService.Problems;
using Microsoft.Net.Http.Headers;

namespace GradCamService.Explanations;

/// <summary>The forms of an answer.</summary>
internal static class AnswerFormat
{
    public const string Json = "application/json";
    public const string Png = "image/png";
    public const string Npz = "application/x-npz";

    private static readonly string[] Offered = [Json, Png, Npz];

    /// <summary>The form that the Accept header prefers; JSON where it is absent or takes anything.</summary>
    /// <exception cref="NotAcceptableException">It takes none of them.</exception>
    public static string Choose(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0)
            return Json;
        return accepted
            .Where(type => type.Quality is not 0)
            .OrderByDescending(type => type.Quality ?? 1)
            .Select(type => Offered.FirstOrDefault(offer => new MediaTypeHeaderValue(offer).IsSubsetOf(Bare(type))))
            .FirstOrDefault(offer => offer is not null) ?? throw new NotAcceptableException(Offered);
    }

    // Parameters such as q and charset do not choose between the forms.
    private static MediaTypeHeaderValue Bare(MediaTypeHeaderValue type) => new(type.MediaType);
}
