using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GradCamService.Configuration;
using GradCamService.Explain.Naming;
using GradCamService.Jobs.States;
using GradCamService.Management;
using GradCamService.Problems;
using GradCamService.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Jobs;

/// <summary>Photos whose workers died, for administrators.</summary>
[ApiController]
[Authorize(CallerRoles.Admin)]
[Route("v1/dead-letters")]
[Tags("Jobs")]
[Management]
public sealed class DeadLettersController(DeadLetters letters) : ControllerBase
{
    /// <summary>Lists photos that failed because each process that computed them ended.</summary>
    /// <remarks>Such a photo may be what ended them; it is not tried any more until somebody asks for it.</remarks>
    /// <param name="limit">Most photos to list, 1 to 1000.</param>
    /// <response code="200">The photos, those of the newest job first.</response>
    [HttpGet(Name = "ListDeadLetters")]
    [ProducesResponseType<DeadLetterListResponse>(StatusCodes.Status200OK)]
    [ProblemAnswers(406, 422, 503)]
    public async Task<DeadLetterListResponse> List([FromQuery, DefaultValue(100), Range(1, 1000)] int limit = 100)
    {
        QueryFields.Check(ModelState, Request.Query, ["limit"]);
        return new DeadLetterListResponse([.. (await letters.ListAsync(limit)).Select(item => new DeadLetterResponse(item.JobId, item.Number, item.Name, item.Attempts))]);
    }

    /// <summary>Tries the dead photos of a job again.</summary>
    /// <remarks>As after a defect was mended or memory was added.</remarks>
    /// <param name="id">The job's id.</param>
    /// <response code="202">They are computed, each with nothing beside it; the job runs again until they are answered.</response>
    [HttpPost("{id}/retry", Name = "RetryDeadLetters")]
    [ProducesResponseType<RetriedResponse>(StatusCodes.Status202Accepted)]
    [ProblemAnswers(404, 406, 503)]
    public async Task<AcceptedResult> Retry(string id)
    {
        var count = await letters.RetryAsync(id, HttpContext.RequestAborted);
        return count > 0 ? Accepted($"{Request.PathBase}/v1/jobs/{id}", new RetriedResponse(count))
            : throw new NotFoundException($"Job '{Names.Shorten(id)}' has no photos whose workers died, or was cancelled; GET /v1/dead-letters lists those there are.");
    }
}

/// <summary>Photos whose workers died.</summary>
/// <param name="Items">Those of the newest job first.</param>
public sealed record DeadLetterListResponse(IReadOnlyList<DeadLetterResponse> Items);

/// <summary>A photo whose workers died.</summary>
/// <param name="Job">Its job's id.</param>
/// <param name="Number">Its number there.</param>
/// <param name="Name">Its file's name, as it was sent.</param>
/// <param name="Attempts">How often it was begun.</param>
public sealed record DeadLetterResponse(string Job, int Number, string Name, int Attempts);

/// <summary>What is tried again.</summary>
/// <param name="Items">How many photos.</param>
public sealed record RetriedResponse(int Items);
