using System.Diagnostics;

namespace GradCamService.Problems;

internal static class ProblemsRegistration
{
    /// <summary>Every error, also those of routing (404, 405), is a problem document with the trace id.</summary>
    public static IServiceCollection AddProblems(this IServiceCollection services) => services
        // Before the framework's own writers: the first that can write does.
        .AddSingleton<IProblemDetailsWriter, ProblemWriter>()
        .AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            context.ProblemDetails.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? context.HttpContext.TraceIdentifier;
            context.ProblemDetails.Instance = context.HttpContext.Request.PathBase.Add(context.HttpContext.Request.Path);
            context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
            {
                404 => "There is no such route; /openapi/v1.json lists them and /swagger shows them.",
                405 => "The route does not take this method; /openapi/v1.json lists those it takes.",
                406 => "This route answers application/json only.",
                415 => "The body must be multipart/form-data with a part 'image' (curl: -F image=@photo.jpg).",
                _ => null,
            };
        })
        .AddExceptionHandler<ProblemMap>();
}
