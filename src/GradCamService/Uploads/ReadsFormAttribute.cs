using GradCamService.Problems;
using Microsoft.AspNetCore.Mvc.Filters;

namespace GradCamService.Uploads;

/// <summary>
/// Reads the form before anything is bound to it. Model binding would take a form that is too large or malformed for one without fields,
/// and bind nothing at all, not even the route.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsFormAttribute : Attribute, IAsyncResourceFilter
{
    /// <exception cref="UnsupportedBodyException">The body is no form.</exception>
    /// <exception cref="InvalidDataException">The form is malformed, or larger than it may be.</exception>
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!request.HasFormContentType)
            throw new UnsupportedBodyException(request.ContentType);
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
