using System.Diagnostics;
using GradCamService.Callers;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Naming;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;
using GradCamService.Jobs.Webhooks;
using GradCamService.Jobs.Work;
using GradCamService.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace GradCamService.Jobs;

/// <summary>Takes a job: files are stored while they come, then fields are read, then the job is made durable, then it is answered.</summary>
internal sealed class JobSubmission(JobServices services, JobsAvailability availability, WebhookRules webhooks, CallerLimiter limiter) : IDisposable
{
    private const int LongestKey = 200;

    // Each holds one blob while it is received; the others wait with their bodies unread.
    private const int AtOnce = 8;

    private readonly SemaphoreSlim _receiving = new(AtOnce);

    /// <param name="request">What was sent.</param>
    /// <param name="caller">Who sent it.</param>
    /// <param name="key">What its caller knows it by; null: nothing.</param>
    /// <returns>The job; where the key came before with the same body, the one of then.</returns>
    public async Task<Job> AcceptAsync(HttpRequest request, RequestCaller caller, string? key)
    {
        availability.Check();
        if (key is { Length: 0 or > LongestKey })
            throw new InvalidFieldsException(new Dictionary<string, string[]> { ["Idempotency-Key"] = [$"A key has 1 to {LongestKey} characters."] });
        if (request.ContentLength > services.Options.MaxBytes)
            throw JobTooLargeException.Bytes(services.Options.MaxBytes);
        Disk.Check(services.Options.Directory, request.ContentLength ?? 0, services.Options.MinFreeBytes);
        var id = Guid.CreateVersion7(services.Time.GetUtcNow()).ToString("N");
        await _receiving.WaitAsync(request.HttpContext.RequestAborted);
        var isKept = false;
        try
        {
            var form = await ReceiveAsync(request, id);
            var job = await services.Store.AcceptAsync(await ReadAsync(form, id, caller, key, request.HttpContext.RequestAborted), request.HttpContext.RequestAborted);
            isKept = job.Id == id;
            return job;
        }
        catch (DatabaseAwayException)
        {
            // Nobody knows whether it was stored; where it was not, its files are swept when their time is over.
            isKept = true;
            throw;
        }
        finally
        {
            _receiving.Release();
            if (!isKept)
            {
                services.Evaluations.Forget(id);
                await services.Blobs.DeleteAsync(id, CancellationToken.None);
            }
        }
    }

    public void Dispose() => _receiving.Dispose();

    private Task<JobForm> ReceiveAsync(HttpRequest request, string id)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            return new JobJsonReader(services).ReadAsync(request, id);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        return new JobFormReader(services).ReadAsync(request, id);
    }

    private async Task<NewJob> ReadAsync(JobForm form, string id, RequestCaller caller, string? key, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var own = JobFields.All.Select(field => field.Name).ToList();
        var reader = new FieldReader(form.Fields.Where(field => own.Contains(field.Name, StringComparer.OrdinalIgnoreCase))
            .ToLookup(field => field.Name, field => field.Value, StringComparer.OrdinalIgnoreCase), errors);
        var row = reader.Choice(JobFields.Kind, JobTable.All[0]);
        var (priority, keep) = (reader.Choice(JobFields.Priority, JobPriority.Normal), (TimeSpan?)reader.Meaning(JobFields.Keep) ?? JobFields.DefaultKeep);
        var webhook = reader.Text(JobFields.Webhook);
        if (webhook is not null && webhooks.Problem(webhook) is { } problem)
            errors.Add(JobFields.Webhook.Name, problem);
        var sent = new SentJob(id, [.. form.Fields.Where(field => !own.Contains(field.Name, StringComparer.OrdinalIgnoreCase))], reader.All(JobFields.Model), form.Photos, errors)
        {
            Files = form.Files,
        };
        var read = await row.Accept(services, await UnpackAsync(form, sent, row, cancellation), cancellation);
        limiter.SpendDaily(caller, read.Total);
        var now = services.Time.GetUtcNow();
        return new NewJob(
            new Job
            {
                Id = id,
                Kind = row.Name,
                Model = read.Model,
                Caller = caller.Name,
                IdempotencyKey = key,
                Digest = form.Digest,
                Order = read.Order.ToJson(),
                Priority = priority,
                Webhook = webhook,
                Keep = keep,
                Trace = Activity.Current?.Id,
                CreatedAt = now,
                Total = read.Total,
            },
            [.. read.Parts.Select((count, number) => new Part { JobId = id, Number = number, Count = count, AnnouncedAt = now })],
            [.. read.Photos.Select((photo, number) => new Item
            {
                JobId = id, Number = number, Part = photo.Part, Name = Names.Shorten(photo.Photo.Name), Photos = photo.Photo.Pack, Files = photo.Photo.Files,
            })]);
    }

    /// <summary>What an archive has for a job of its kind, stored.</summary>
    private async Task<SentJob> UnpackAsync(JobForm form, SentJob sent, JobRow row, CancellationToken cancellation)
    {
        if (form.Archive is not { } archive)
            return sent;
        try
        {
            return await row.Unpack(services, sent, archive, cancellation);
        }
        finally
        {
            archive.Delete();
        }
    }
}
