using GradCamService.Jobs.States;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Jobs;

/// <summary>Sends a job's result while it is written. What breaks in the middle breaks the connection: half a result must not look like a whole one.</summary>
internal sealed class JobResult(string mediaType, Job job, Func<Stream, CancellationToken, Task> write) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = mediaType;
        if (mediaType != Answers.JsonAnswer.MediaType)
            response.Headers.ContentDisposition = $"attachment; filename=\"{job.Id}.zip\"";
        // A ZIP writes the few bytes behind a file without waiting for them.
        if (context.HttpContext.Features.Get<IHttpBodyControlFeature>() is { } body)
            body.AllowSynchronousIO = true;
        await write(response.Body, context.HttpContext.RequestAborted);
    }
}
