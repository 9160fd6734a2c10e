
namespace GradCamService.Problems;

/// <summary>The problem answers of a route that computes; shown in the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InferenceProblemsAttribute : Attribute
{
    /// <summary>Status codes with what they mean here.</summary>
    public static readonly IReadOnlyDictionary<int, string> Meanings = new SortedDictionary<int, string>
    {
        [400] = "No image part, an empty one, or a form that cannot be read.",
        [404] = "There is no such model; the detail lists those there are.",
        [406] = "None of the accepted types can be given.",
        [413] = "More bytes (Upload:MaxBytes) or more pixels (Upload:MaxPixels) than allowed.",
        [415] = "Not a form, not an image, or an image format that is not served.",
        [422] = "Fields that are wrong, all at once in errors with what would be right; or an image that is truncated or corrupt.",
        [429] = "The queue is full; Retry-After says when there is room at the present rate.",
        [503] = "The service is draining or loading, or the model is not ready; see Retry-After.",
        [504] = "Not answered within Queue:Timeout.",
    };
}
