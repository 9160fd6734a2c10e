namespace GradCamService.Problems;

/// <summary>The problems that a route may answer with; shown in the OpenAPI document.</summary>
/// <param name="statuses">Status codes; none for all of a route that computes.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProblemAnswersAttribute(params int[] statuses) : Attribute
{
    private static readonly SortedDictionary<int, string> All = new()
    {
        [400] = "No image part, an empty one, or a form that cannot be read.",
        [401] = "Where callers have keys or tokens (Auth): none was sent, or one that is not known; WWW-Authenticate says what is asked for.",
        [403] = "The caller does not have the role that the route needs; the detail names it.",
        [404] = "There is no such model, job or item; the detail says what there is.",
        [406] = "None of the accepted types can be given; the detail lists those that can.",
        [408] = "The request did not come within Queue:Timeout.",
        [409] = "The job has not finished, was cancelled, or another body came with the same key.",
        [413] = "More bytes (Upload:MaxBytes) or more pixels (Upload:MaxPixels) than allowed.",
        [415] = "Not a form, not an image, or an image format that is not served.",
        [422] = "Fields that are wrong, all at once in errors with what would be right; or an image that is truncated or corrupt; or pictures that are more than Queue:MaxAnswerBytes.",
        [429] = "The queue is full, or the caller has had as much as it may (Limits); Retry-After says when to ask again.",
        [503] = "The service is draining or loading, or the model is not ready; see Retry-After.",
        [507] = "There is no room where jobs are kept.",
        [504] = "Not answered within Queue:Timeout.",
    };

    // Whoever asks a route for whatever.
    private static readonly int[] OfCallers = [401, 403, 429];

    /// <summary>Status codes with what they mean here.</summary>
    public IEnumerable<KeyValuePair<int, string>> Meanings => All.Where(meaning => statuses.Length == 0 ? meaning.Key is not (409 or 507) : statuses.Concat(OfCallers).Contains(meaning.Key));
}
