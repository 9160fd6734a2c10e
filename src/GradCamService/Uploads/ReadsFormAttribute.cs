using GradCamService.Problems;
using GradCamService.Queue;
using Microsoft.AspNetCore.Mvc.Filters;

namespace GradCamService.Uploads;

/// <summary>
/// Reads the form, if there is room for the request, before anything is bound to it. Model binding would take a form that is too large or
/// malformed for one without fields, and bind nothing at all, not even the route.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsFormAttribute : Attribute, IAsyncResourceFilter
{
    private const string InUrl = "Fields are parts of the form (curl: -F name=value), not of the URL, where this would be ignored.";

    /// <exception cref="InvalidFieldsException">There are fields in the URL.</exception>
    /// <exception cref="UnsupportedBodyException">The body is no form.</exception>
    /// <exception cref="InvalidDataException">The form is malformed, or larger than it may be.</exception>
    /// <exception cref="QueueFullException">There is no room.</exception>
    /// <exception cref="UnavailableException">The service is shutting down.</exception>
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (request.Query.Count > 0)
            throw new InvalidFieldsException(request.Query.Keys.ToDictionary(FieldErrors.Shorten, _ => new[] { InUrl }));
        if (!request.HasFormContentType)
            throw new UnsupportedBodyException(request.ContentType);
        context.HttpContext.RequestServices.GetRequiredService<InferenceQueue>().CheckRoom();
        try
        {
            await request.ReadFormAsync(context.HttpContext.RequestAborted);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException && !context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            throw new InvalidDataException("it ends before its last boundary", exception);
        }
        await next();
    }
}
