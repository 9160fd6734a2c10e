using Microsoft.EntityFrameworkCore;

namespace GradCamService.Jobs.States;

/// <summary>Jobs as their callers see them: accepted, looked at, cancelled, deleted.</summary>
/// <param name="database">Where they are.</param>
/// <param name="time">The clock.</param>
/// <param name="options">How many there may be.</param>
/// <param name="news">Who computes them is told of new ones.</param>
public sealed class JobStore(JobsDatabase database, TimeProvider time, JobsOptions options, JobNews news)
{
    // When a caller with too many jobs may look again.
    private static readonly TimeSpan UntilOneEnds = TimeSpan.FromSeconds(10);

    /// <summary>Makes a job durable; from here on nothing loses it.</summary>
    /// <param name="accepted">The job with all that belongs to it.</param>
    /// <param name="cancellation">Its caller left.</param>
    /// <returns>The job; where its key came before with the same body, the one of then.</returns>
    /// <exception cref="IdempotencyConflictException">The key came before with another body.</exception>
    /// <exception cref="TooManyJobsException">Its caller has as many as it may.</exception>
    public async Task<Job> AcceptAsync(NewJob accepted, CancellationToken cancellation)
    {
        Job job;
        try
        {
            job = await database.WriteAsync(context => AcceptAsync(context, accepted), cancellation);
        }
        catch (DuplicateRowException) when (accepted.Job.IdempotencyKey is not null)
        {
            // Two with one key came at the same time, and the other was first.
            job = await database.ReadAsync(context => SameKeyAsync(context, accepted.Job)) ?? throw new InvalidOperationException("The other was deleted meanwhile.");
        }
        news.PartsWait();
        return job;
    }

    /// <summary>Null where its caller has no such job.</summary>
    /// <param name="caller">Whose; null: anybody's.</param>
    /// <param name="id">Which.</param>
    public Task<Job?> FindAsync(string? caller, string id) =>
        database.ReadAsync(context => context.Jobs.SingleOrDefaultAsync(job => job.Id == id && (caller == null || job.Caller == caller)));

    /// <summary>Newest first.</summary>
    /// <param name="caller">Whose; null: everybody's.</param>
    /// <param name="state">Null: in any.</param>
    /// <param name="kind">Null: any.</param>
    /// <param name="before">Those older than this one; null: all.</param>
    /// <param name="limit">Most of them.</param>
    public Task<List<Job>> ListAsync(string? caller, JobState? state, string? kind, string? before, int limit) => database.ReadAsync(context =>
        context.Jobs.Where(job => (caller == null || job.Caller == caller) && (state == null || job.State == state) && (kind == null || job.Kind == kind)
            && (before == null || job.Id.CompareTo(before) < 0)).OrderByDescending(job => job.Id).Take(limit).ToListAsync());

    /// <summary>In their order.</summary>
    /// <param name="id">The job.</param>
    /// <param name="after">Those behind this one.</param>
    /// <param name="limit">Most of them.</param>
    public Task<List<Item>> ItemsAsync(string id, int after, int limit) => database.ReadAsync(context =>
        context.Items.Where(item => item.JobId == id && item.Number > after).OrderBy(item => item.Number).Take(limit).ToListAsync());

    /// <summary>Null where there is none.</summary>
    public Task<Item?> ItemAsync(string id, int number) =>
        database.ReadAsync(context => context.Items.SingleOrDefaultAsync(item => item.JobId == id && item.Number == number));

    /// <summary>In their order, with what they found.</summary>
    public Task<List<Part>> PartsAsync(string id) =>
        database.ReadAsync(context => context.Parts.Where(part => part.JobId == id).OrderBy(part => part.Number).ToListAsync());

    /// <summary>What was told of its end; null where nothing is to be.</summary>
    public Task<WebhookDelivery?> DeliveryAsync(string id) => database.ReadAsync(context =>
        context.WebhookDeliveries.Where(delivery => delivery.JobId == id).OrderByDescending(delivery => delivery.Id).FirstOrDefaultAsync());

    /// <summary>Ends an open job: what runs of it stops, and nothing more begins.</summary>
    /// <returns>Whether it was open.</returns>
    public async Task<bool> CancelAsync(string id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var isCancelled = await database.WriteAsync(async context =>
        {
            if (await context.Jobs.AsTracking().SingleOrDefaultAsync(job => job.Id == id) is not { } job || !job.State.IsOpen())
                return false;
            (job.State, job.FinishedAt, job.ExpiresAt) = (JobState.Cancelled, now, now + job.Keep);
            job.Version++;
            await context.Outbox.Where(message => message.JobId == id).ExecuteDeleteAsync();
            Ending.Tell(context, job, now);
            return true;
        }, cancellation);
        if (isCancelled)
            news.Cancelled(id);
        return isCancelled;
    }

    /// <summary>Takes all rows of a job away; nothing happens where there are none.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellation) => database.WriteAsync(async context =>
    {
        await context.Outbox.Where(message => message.JobId == id).ExecuteDeleteAsync();
        await context.WebhookDeliveries.Where(delivery => delivery.JobId == id).ExecuteDeleteAsync();
        await context.Items.Where(item => item.JobId == id).ExecuteDeleteAsync();
        await context.Parts.Where(part => part.JobId == id).ExecuteDeleteAsync();
        await context.Jobs.Where(job => job.Id == id).ExecuteDeleteAsync();
    }, cancellation);

    private async Task<Job> AcceptAsync(JobsContext context, NewJob accepted)
    {
        var (job, open) = (accepted.Job, options.PerCaller);
        // It was stored, and only the answer of the commit was lost.
        if (await context.Jobs.AsNoTracking().SingleOrDefaultAsync(other => other.Id == job.Id) is { } stored)
            return stored;
        if (await SameKeyAsync(context, job) is { } same)
            return same;
        if (await context.Jobs.CountAsync(other => other.Caller == job.Caller && (other.State == JobState.Queued || other.State == JobState.Running)) >= open)
            throw new TooManyJobsException(open, UntilOneEnds);
        context.Add(job);
        context.AddRange(accepted.Parts);
        context.AddRange(accepted.Items);
        if (options.HasBroker)
            context.AddRange(accepted.Parts.Select(part => new OutboxMessage { JobId = job.Id, Part = part.Number, Priority = job.Priority }));
        return job;
    }

    private static async Task<Job?> SameKeyAsync(JobsContext context, Job like)
    {
        if (like.IdempotencyKey is not { } key
            || await context.Jobs.AsNoTracking().SingleOrDefaultAsync(job => job.Caller == like.Caller && job.IdempotencyKey == key) is not { } same)
            return null;
        return same.Digest == like.Digest ? same : throw new IdempotencyConflictException(Explain.Naming.Names.Shorten(key));
    }
}
