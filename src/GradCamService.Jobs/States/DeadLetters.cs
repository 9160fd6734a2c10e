using Microsoft.EntityFrameworkCore;

namespace GradCamService.Jobs.States;

/// <summary>Photos that failed because their workers died: looked at and tried again by whoever has found out why.</summary>
/// <param name="database">Where they are.</param>
/// <param name="time">The clock.</param>
/// <param name="options">Of jobs.</param>
/// <param name="news">Told of parts that are put down.</param>
public sealed class DeadLetters(JobsDatabase database, TimeProvider time, JobsOptions options, JobNews news)
{
    /// <summary>Of all callers, newest job first.</summary>
    public Task<List<Item>> ListAsync(int limit) => database.ReadAsync(context => Dead(context)
        .OrderByDescending(item => item.JobId).ThenBy(item => item.Number).Take(limit).ToListAsync());

    /// <summary>Puts a job's dead photos down again, each as a part of its own, with all its attempts before it.</summary>
    /// <returns>How many; 0 where there are none, or the job was cancelled.</returns>
    public async Task<int> RetryAsync(string id, CancellationToken cancellation)
    {
        var count = await database.WriteAsync(async context =>
        {
            var items = await Dead(context).Where(item => item.JobId == id).AsTracking().OrderBy(item => item.Number).ToListAsync();
            if (items.Count == 0 || await context.Jobs.AsTracking().SingleOrDefaultAsync(job => job.Id == id) is not { State: not JobState.Cancelled } job)
                return 0;
            var next = await context.Parts.Where(part => part.JobId == id).MaxAsync(part => part.Number) + 1;
            foreach (var (item, i) in items.Select((item, i) => (item, i)))
            {
                (item.State, item.Problem, item.IsAbandoned, item.Part) = (ItemState.Queued, null, false, next + i);
                context.Add(new Part { JobId = id, Number = next + i, Count = 1, IsAlone = true, AnnouncedAt = time.GetUtcNow() });
                if (options.HasBroker)
                    context.Add(new OutboxMessage { JobId = id, Part = next + i, Priority = job.Priority });
            }
            (job.State, job.FinishedAt, job.ExpiresAt, job.Problem) = (JobState.Running, null, null, null);
            (job.Done, job.Failed) = (job.Done - items.Count, job.Failed - items.Count);
            job.Version++;
            return items.Count;
        }, cancellation);
        if (count > 0)
            news.PartsWait();
        return count;
    }

    // What was tried until it was given up; photos that are wrong are not tried again.
    private static IQueryable<Item> Dead(JobsContext context) =>
        context.Items.Where(item => item.State == ItemState.Failed && item.IsAbandoned);
}
