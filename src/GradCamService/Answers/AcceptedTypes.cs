using Microsoft.Net.Http.Headers;

namespace GradCamService.Answers;

/// <summary>What of all that can be given a request's Accept header prefers, RFC 9110, section 12.5.1.</summary>
internal static class AcceptedTypes
{
    /// <summary>
    /// Of a type, the most specific range that it is in tells how much it is wanted; of types that are wanted alike, that whose range stands first, and then
    /// that which is offered first.
    /// </summary>
    /// <returns>The first where there is no header; null where it takes none.</returns>
    public static T? Choose<T>(HttpRequest request, IReadOnlyList<T> offered, Func<T, string> typeOf)
        where T : class
    {
        var ranges = request.GetTypedHeaders().Accept;
        return ranges.Count == 0 ? offered[0] : offered
            .Select(offer => (Offer: offer, Range: RangeOf(new MediaTypeHeaderValue(typeOf(offer)), ranges)))
            .Where(each => each.Range is not null and not { Quality: 0 })
            .OrderByDescending(each => each.Range!.Quality ?? 1).ThenBy(each => ranges.IndexOf(each.Range!))
            .Select(each => each.Offer).FirstOrDefault();
    }

    private static MediaTypeHeaderValue? RangeOf(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> ranges) =>
        ranges.Where(range => type.IsSubsetOf(Bare(range))).OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0).FirstOrDefault();

    // Parameters such as q and charset do not choose between types.
    private static MediaTypeHeaderValue Bare(MediaTypeHeaderValue type) => new(type.MediaType);
}
