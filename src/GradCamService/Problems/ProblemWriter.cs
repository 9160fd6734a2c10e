using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace GradCamService.Problems;

/// <summary>
/// Writes every problem as JSON, whatever the request accepts: who asks for a picture and misspells a concept must be told so, and
/// RFC 9110 (section 15.5.7) lets an error be given in a form that was not asked for. The framework's own writer would give up.
/// </summary>
internal sealed class ProblemWriter(IOptions<ProblemDetailsOptions> options) : IProblemDetailsWriter
{
    private const string MediaType = "application/problem+json";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (response, problem) = (context.HttpContext.Response, context.ProblemDetails);
        problem.Status ??= response.StatusCode;
        problem.Title ??= ReasonPhrases.GetReasonPhrase(problem.Status.Value);
        problem.Type ??= Problem.TypeOf(problem.Status.Value);
        options.Value.CustomizeProblemDetails?.Invoke(context);
        return new ValueTask(response.WriteAsJsonAsync(problem, options: null, MediaType, context.HttpContext.RequestAborted));
    }
}
