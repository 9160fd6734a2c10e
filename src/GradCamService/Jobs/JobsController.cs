using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net.Mime;
using System.Net.ServerSentEvents;
using GradCamService.Answers;
using GradCamService.Callers;
using GradCamService.Configuration;
using GradCamService.Explain.Naming;
using GradCamService.Jobs.Explanations;
using GradCamService.Jobs.States;
using GradCamService.Problems;
using GradCamService.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Jobs;

/// <summary>Work that outlives its request: many photos, an evaluation, a slow method.</summary>
[ApiController]
[Authorize(CallerRoles.Jobs)]
[Route("v1/jobs")]
[Tags("Jobs")]
public sealed class JobsController : ControllerBase
{
    private readonly JobServices _services;
    private readonly JobSubmission _submission;
    private readonly JobEnding _ending;
    private readonly CancellationToken _stopping;

    // The services are this assembly's own; the framework makes controllers by their public constructors.
    public JobsController(IServiceProvider provider) => (_services, _submission, _ending, _stopping) = (
        provider.GetRequiredService<JobServices>(), provider.GetRequiredService<JobSubmission>(), provider.GetRequiredService<JobEnding>(),
        provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);

    /// <summary>Submits a job.</summary>
    /// <remarks>
    /// A form with any number of parts <c>image</c>, or one part <c>archive</c>, a ZIP with photos; or JSON. 202 is answered once the job and its photos are
    /// durable: from then on no crash loses it, and every photo is answered exactly once. A photo that is bad fails alone.
    /// </remarks>
    /// <response code="202">The job. Its Location is where it is asked for.</response>
    [HttpPost(Name = "SubmitJob")]
    [ReadsJob]
    [ProducesResponseType<JobResponse>(StatusCodes.Status202Accepted)]
    [ProblemAnswers(400, 406, 409, 413, 415, 422, 429, 503, 507)]
    public async Task<AcceptedResult> Submit(
        [FromHeader(Name = "Idempotency-Key"), Description("The same key with the same body gives the same job, however often it is sent; with another body, 409.")]
        string? key)
    {
        var job = await _submission.AcceptAsync(Request, RequestCaller.Of(HttpContext), key);
        return Accepted($"{Request.PathBase}/v1/jobs/{job.Id}", await ResponseOf(job));
    }

    /// <summary>Lists the caller's jobs, newest first.</summary>
    /// <remarks>An administrator's list has everybody's. A page at a time; <c>next</c> of one is <c>after</c> of the next.</remarks>
    /// <param name="state">Those that are queued, running, succeeded, failed or cancelled.</param>
    /// <param name="kind">Those of a kind.</param>
    /// <param name="limit">Most jobs to list, 1 to 1000.</param>
    /// <param name="after">The <c>next</c> of the list before.</param>
    /// <response code="200">The jobs.</response>
    [HttpGet(Name = "ListJobs")]
    [ProducesResponseType<JobListResponse>(StatusCodes.Status200OK)]
    [ProblemAnswers(406, 422, 503)]
    public async Task<JobListResponse> List(
        [FromQuery, MaxLength(50)] string? state, [FromQuery, MaxLength(50)] string? kind, [FromQuery, DefaultValue(50), Range(1, 1000)] int limit = 50,
        [FromQuery, MaxLength(50)] string? after = null)
    {
        QueryFields.Check(ModelState, Request.Query, ["state", "kind", "limit", "after"]);
        var jobs = await _services.Store.ListAsync(Sees, JobListing.StateOf(state), JobListing.KindOf(kind), after, limit);
        var responses = new List<JobResponse>();
        foreach (var job in jobs)
            responses.Add(await ResponseOf(job));
        return new JobListResponse(responses, jobs.Count == limit ? jobs[^1].Id : null);
    }

    /// <summary>Tells how far a job is.</summary>
    /// <remarks>Cheap enough to be asked every second; <c>/events</c> tells of every change without being asked again.</remarks>
    /// <param name="id">The job's id.</param>
    /// <response code="200">The job. Retry-After says when to look again, while it has not ended.</response>
    [HttpGet("{id}", Name = "GetJob")]
    [ProducesResponseType<JobResponse>(StatusCodes.Status200OK)]
    [ProblemAnswers(404, 406, 503)]
    public async Task<JobResponse> Get(string id)
    {
        var job = await FindAsync(id);
        if (job.State.IsOpen())
            Response.Headers.RetryAfter = ((int)WaitFor(job).TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return await ResponseOf(job);
    }

    /// <summary>Lists a job's items, in the order of its photos.</summary>
    /// <remarks>A page at a time, also while the job runs: each photo with its state, and its problem or where its answer is.</remarks>
    /// <param name="id">The job's id.</param>
    /// <param name="after">The <c>next</c> of the list before.</param>
    /// <param name="limit">Most items to list, 1 to 1000.</param>
    /// <response code="200">The items; of an evaluation, none.</response>
    [HttpGet("{id}/items", Name = "ListItems")]
    [ProducesResponseType<ItemListResponse>(StatusCodes.Status200OK)]
    [ProblemAnswers(404, 406, 422, 503)]
    public async Task<ItemListResponse> Items(string id, [FromQuery] int? after, [FromQuery, DefaultValue(100), Range(1, 1000)] int limit = 100)
    {
        QueryFields.Check(ModelState, Request.Query, ["after", "limit"]);
        var job = await FindAsync(id);
        var items = await _services.Store.ItemsAsync(id, after ?? -1, limit);
        var path = $"{Request.PathBase}/v1/jobs/{id}/items";
        return new ItemListResponse([.. items.Select(item => ItemResponse.Of(item, job, path))], items.Count == limit ? items[^1].Number : null);
    }

    /// <summary>Gives one photo's answer.</summary>
    /// <remarks>The same as a request with this photo would have been answered, timings apart: JSON, the picture, or numbers for numpy.load, by the Accept header.</remarks>
    /// <param name="id">The job's id.</param>
    /// <param name="number">The item's number, from 0.</param>
    /// <response code="200">The answer.</response>
    [HttpGet("{id}/items/{number:int}", Name = "GetItem")]
    [ProducesResponseType<ExplanationResponse>(StatusCodes.Status200OK, JsonAnswer.MediaType)]
    [ProblemAnswers(404, 406, 409, 413, 415, 422, 503)]
    public async Task<IActionResult> Item(string id, int number)
    {
        var format = AnswerFormat.Choose(Request, AnswerFormat.All);
        var job = await FindAsync(id);
        var item = await _services.Store.ItemAsync(id, number)
            ?? throw new NotFoundException(FormattableString.Invariant($"Job '{Names.Shorten(id)}' has no item {number}; it has {job.Total}, from 0."));
        if (item.Problem is { } problem)
            throw new KeptProblemException(Problems.Problem.Read(problem));
        if (job.State == JobState.Cancelled)
            throw new JobUnfinishedException("The job was cancelled, and what it had found was deleted.", null);
        if (item.State == ItemState.Queued)
            throw new JobUnfinishedException("This photo is not answered yet.", WaitFor(job));
        var (file, headers) = await ItemAnswer.OfAsync(_services.Blobs, item, format.MediaType, HttpContext.RequestAborted);
        foreach (var (name, value) in headers)
            Response.Headers[name] = value;
        format.Announce(Response);
        return File(file, format.MediaType);
    }

    /// <summary>Gives all answers of a finished job.</summary>
    /// <remarks>As JSON, all answers without pictures; as a ZIP, pictures and arrays as files with <c>answers.jsonl</c>, and of an evaluation its report.</remarks>
    /// <param name="id">The job's id.</param>
    /// <response code="200">The result.</response>
    [HttpGet("{id}/result", Name = "GetResult")]
    [ProducesResponseType<ResultResponse>(StatusCodes.Status200OK, JsonAnswer.MediaType)]
    [ProblemAnswers(404, 406, 409, 503)]
    public Task<IActionResult> Result(string id) => ResultAsync(id, _ => true);

    /// <summary>Gives all answers of a finished job as a ZIP.</summary>
    /// <remarks>The same as <c>Accept: application/zip</c> at the path without <c>/archive</c>: for clients that a generator wrote, where an operation has one type of answer.</remarks>
    /// <param name="id">The job's id.</param>
    /// <response code="200">The result.</response>
    [HttpGet("{id}/result/archive", Name = "GetResultArchive")]
    [ProducesResponseType(StatusCodes.Status200OK)]
    [ProblemAnswers(404, 406, 409, 503)]
    public Task<IActionResult> ResultArchive(string id) => ResultAsync(id, type => type == MediaTypeNames.Application.Zip);

    private async Task<IActionResult> ResultAsync(string id, Func<string, bool> isOffered)
    {
        var job = await FindAsync(id);
        var writers = JobTable.Find(job.Kind).WriteResult;
        var type = Accepted(writers.Keys.Where(isOffered));
        if (job.State.IsOpen())
            throw new JobUnfinishedException("The job has not finished yet.", WaitFor(job));
        if (job.State == JobState.Cancelled)
            throw new JobUnfinishedException("The job was cancelled, and what it had found was deleted.", null);
        return new JobResult(type, job, (stream, cancellation) => writers[type](_services, job, stream, cancellation));
    }

    /// <summary>Tells of every change of a job, as server-sent events, until it ends.</summary>
    /// <remarks>After a break, <c>Last-Event-ID</c> goes on behind the event that came last, as browsers do by themselves.</remarks>
    /// <param name="id">The job's id.</param>
    /// <response code="200">Events <c>progress</c> and <c>state</c>, each with the job.</response>
    [HttpGet("{id}/events", Name = "WatchJob")]
    [Produces("text/event-stream")]
    [ProducesResponseType<string>(StatusCodes.Status200OK)]
    [ProblemAnswers(404, 503)]
    public async Task<IResult> Events(
        string id, [FromHeader(Name = "Last-Event-ID"), Description("The id of the event that came last; it and those before it are left out.")] long? last)
    {
        await FindAsync(id);
        IAsyncEnumerable<SseItem<JobResponse>> events = JobEvents.OfAsync(_services, Sees, id, last ?? -1, _stopping, HttpContext.RequestAborted);
        return TypedResults.ServerSentEvents(events);
    }

    /// <summary>Cancels a job, or deletes a finished one with all its data.</summary>
    /// <remarks>Sent twice, it cancels first and then deletes.</remarks>
    /// <param name="id">The job's id.</param>
    /// <response code="204">Running work stops within a second; photos and answers are deleted. A job that was cancelled is still listed; deleted, it is not.</response>
    [HttpDelete("{id}", Name = "DeleteJob")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProblemAnswers(404, 503)]
    public async Task<IActionResult> Delete(string id)
    {
        await _ending.EndAsync(await FindAsync(id), HttpContext.RequestAborted);
        return NoContent();
    }

    private string? Sees => RequestCaller.Of(HttpContext).Sees;

    private async Task<Job> FindAsync(string id) => await _services.Store.FindAsync(Sees, id)
        ?? throw new NotFoundException($"There is no job '{Names.Shorten(id)}'; GET /v1/jobs lists those there are. One that has expired is gone.");

    private Task<JobResponse> ResponseOf(Job job) => JobResponse.OfAsync(_services.Store, job, _services.Time);

    private TimeSpan WaitFor(Job job) =>
        TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(JobProgress.Of(job, _services.Time.GetUtcNow()).SecondsLeft ?? 1), 1, 60));

    private string Accepted(IEnumerable<string> offered) =>
        AcceptedTypes.Choose(Request, [.. offered], type => type) ?? throw new NotAcceptableException(offered);
}
