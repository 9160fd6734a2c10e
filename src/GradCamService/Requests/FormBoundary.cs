using GradCamService.Problems;
using Microsoft.Net.Http.Headers;

namespace GradCamService.Requests;

/// <summary>What parts the parts of a form, as its type says.</summary>
internal static class FormBoundary
{
    // RFC 2046, section 5.1.1.
    private const int Longest = 70;

    /// <param name="request">What was sent.</param>
    /// <param name="expected">What the body may be, for who sent something else; null: a form with a photo.</param>
    /// <exception cref="UnsupportedBodyException">The body is no form.</exception>
    /// <exception cref="InvalidDataException">It does not say.</exception>
    public static string Of(HttpRequest request, string? expected = null)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            throw new UnsupportedBodyException(request.ContentType, expected ?? "multipart/form-data with a part 'image'");
        return HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= Longest } boundary
            ? boundary.Value! : throw new InvalidDataException($"its type has no boundary of 1 to {Longest} characters");
    }
}
