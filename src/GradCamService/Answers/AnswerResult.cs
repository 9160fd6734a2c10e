using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Answers;

/// <summary>Sends an answer in its form.</summary>
internal sealed class AnswerResult(AnswerFormat format, Answer answer, Timings timings) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        format.Announce(response);
        response.Headers["Server-Timing"] = timings.ServerTiming;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        return answer.WriteAsync(timings, response.Body, context.HttpContext.RequestAborted);
    }
}
