using Microsoft.EntityFrameworkCore;

namespace GradCamService.Jobs.States;

/// <summary>Parts as those see them who compute them: begun, finished, given back. Whatever is done twice counts once.</summary>
/// <param name="database">Where they are.</param>
/// <param name="time">The clock.</param>
/// <param name="options">Of jobs.</param>
/// <param name="news">Told of parts that are put down here.</param>
public sealed class PartStore(JobsDatabase database, TimeProvider time, JobsOptions options, JobNews news)
{
    /// <summary>How often a part is begun; what has killed its worker so often fails.</summary>
    public const int MostAttempts = 5;

    /// <summary>Null where there is none.</summary>
    public Task<Part?> FindAsync(PartKey key) =>
        database.ReadAsync(context => context.Parts.SingleOrDefaultAsync(part => part.JobId == key.JobId && part.Number == key.Number));

    /// <summary>Counts an attempt. A part that was begun before and not finished has perhaps killed its worker: its items become parts of their own.</summary>
    /// <param name="key">Which.</param>
    /// <param name="canSplit">Whether a job's items can be computed one by one.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null where nothing is to be done of it any longer, or others do it.</returns>
    public async Task<BegunPart?> BeginAsync(PartKey key, Func<Job, bool> canSplit, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (begun, isSplit) = await database.WriteAsync<(BegunPart?, bool)>(async context =>
        {
            // The row is locked first, so that two who begin it at once do so one after the other.
            if (await Waiting(context, key).ExecuteUpdateAsync(set => set
                .SetProperty(part => part.Attempts, part => part.Attempts + 1).SetProperty(part => part.BegunAt, now)) == 0)
                return (null, false);
            var part = await context.Parts.AsNoTracking().SingleAsync(row => row.JobId == key.JobId && row.Number == key.Number);
            if (await context.Jobs.AsNoTracking().SingleOrDefaultAsync(job => job.Id == key.JobId) is not { } job || !job.State.IsOpen())
                return (null, false);
            var items = await context.Items.AsNoTracking().Where(item => item.JobId == key.JobId && item.Part == key.Number && item.State == ItemState.Queued)
                .OrderBy(item => item.Number).ToListAsync();
            if (part.Attempts > 1 && items.Count > 1 && canSplit(job))
            {
                await SplitAsync(context, job, part, items);
                return (null, true);
            }
            // One more is counted where it is given up, and nothing is done.
            var attempts = Math.Min(part.Attempts, MostAttempts);
            await context.Jobs.Where(row => row.Id == key.JobId).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.State, row => row.State == JobState.Queued ? JobState.Running : row.State)
                .SetProperty(row => row.StartedAt, row => row.StartedAt ?? now)
                .SetProperty(row => row.Attempts, row => row.Attempts < attempts ? attempts : row.Attempts)
                .SetProperty(row => row.Version, row => row.Version + 1));
            return (new BegunPart(job, part, items), false);
        }, cancellation);
        if (isSplit)
            news.PartsWait();
        return begun;
    }

    /// <summary>Takes an attempt back that ended before the part was to blame: the machine, the database or the shutdown was.</summary>
    public Task GiveBackAsync(PartKey key, CancellationToken cancellation) => database.WriteAsync(
        context => Waiting(context, key).Where(part => part.Attempts > 0)
            .ExecuteUpdateAsync(set => set
                .SetProperty(part => part.Attempts, part => part.Attempts - 1).SetProperty(part => part.BegunAt, (DateTimeOffset?)null)), cancellation);

    /// <summary>Stores what came of a part, once: what a second computation found changes nothing.</summary>
    /// <param name="begun">The part.</param>
    /// <param name="finished">What came of it; its blobs are stored.</param>
    /// <param name="hasConclusion">Whether a last part makes the job's result of the others'.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task FinishAsync(BegunPart begun, FinishedPart finished, bool hasConclusion, CancellationToken cancellation)
    {
        var (key, now) = (begun.Part.Key, time.GetUtcNow());
        await database.WriteAsync(async context =>
        {
            if (await Waiting(context, key).ExecuteUpdateAsync(set => set
                .SetProperty(part => part.State, PartState.Done).SetProperty(part => part.Result, finished.Result)) == 0)
                return;
            await AnswerAsync(context, begun.Part, finished);
            var (done, failed) = (finished.Done + finished.Items.Count, finished.Failed + finished.Items.Count(item => item.Problem is not null));
            if (await context.Jobs.Where(job => job.Id == key.JobId && (job.State == JobState.Queued || job.State == JobState.Running))
                .ExecuteUpdateAsync(set => set
                    .SetProperty(job => job.Done, job => job.Done + done)
                    .SetProperty(job => job.Failed, job => job.Failed + failed)
                    .SetProperty(job => job.Version, job => job.Version + 1)) == 0)
                return;
            await EndAsync(context, key.JobId, finished.Problem, hasConclusion, now);
        }, cancellation);
        // A conclusion may have been put down.
        news.PartsWait();
    }

    /// <summary>Parts that wait, those of urgent and early jobs first.</summary>
    /// <param name="besides">Those that are in hand already.</param>
    /// <param name="most">How many.</param>
    public Task<List<PartKey>> NextAsync(IReadOnlyCollection<PartKey> besides, int most) => database.ReadAsync(async context =>
    {
        var found = await (from part in context.Parts
                           join job in context.Jobs on part.JobId equals job.Id
                           where part.State == PartState.Waiting && (job.State == JobState.Queued || job.State == JobState.Running)
                           orderby job.Priority descending, job.Id, part.Number
                           select new { part.JobId, part.Number }).Take(most + besides.Count).ToListAsync();
        return found.Select(part => new PartKey(part.JobId, part.Number)).Where(key => !besides.Contains(key)).Take(most).ToList();
    });

    /// <summary>Which of some jobs are not open any longer.</summary>
    public Task<List<string>> EndedAsync(IReadOnlyCollection<string> jobs) => database.ReadAsync(async context =>
    {
        var open = await context.Jobs.Where(job => jobs.Contains(job.Id) && (job.State == JobState.Queued || job.State == JobState.Running))
            .Select(job => job.Id).ToListAsync();
        return jobs.Except(open).ToList();
    });

    private static IQueryable<Part> Waiting(JobsContext context, PartKey key) =>
        context.Parts.Where(part => part.JobId == key.JobId && part.Number == key.Number && part.State == PartState.Waiting);

    private async Task SplitAsync(JobsContext context, Job job, Part part, List<Item> items)
    {
        await Waiting(context, part.Key).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, PartState.Done));
        var next = await context.Parts.Where(row => row.JobId == job.Id).MaxAsync(row => row.Number) + 1;
        foreach (var (item, i) in items.Select((item, i) => (item, i)))
        {
            // The attempt that died is counted; this one has done nothing yet.
            context.Add(new Part { JobId = job.Id, Number = next + i, Count = 1, Attempts = part.Attempts - 1, IsAlone = true, AnnouncedAt = time.GetUtcNow() });
            await context.Items.Where(row => row.JobId == job.Id && row.Number == item.Number)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Part, next + i));
            Announce(context, job, next + i);
        }
    }

    private static async Task AnswerAsync(JobsContext context, Part part, FinishedPart finished)
    {
        var items = await context.Items.AsTracking().Where(item => item.JobId == part.JobId && item.Part == part.Number).ToDictionaryAsync(item => item.Number);
        foreach (var answer in finished.Items)
        {
            var item = items[answer.Number];
            item.State = answer.Problem is null ? ItemState.Succeeded : ItemState.Failed;
            (item.Problem, item.Answer, item.Forms) = (answer.Problem, answer.Answer, answer.Forms);
            (item.IsAbandoned, item.Attempts) = (finished.IsAbandoned, Math.Min(part.Attempts, MostAttempts));
        }
        // What follows reads them.
        await context.SaveChangesAsync();
    }

    private async Task EndAsync(JobsContext context, string id, string? problem, bool hasConclusion, DateTimeOffset now)
    {
        var job = await context.Jobs.AsTracking().SingleAsync(row => row.Id == id);
        if (job.Done < job.Total && problem is null)
            return;
        if (hasConclusion && !job.IsConcluding && problem is null)
        {
            var number = await context.Parts.Where(part => part.JobId == id).MaxAsync(part => part.Number) + 1;
            job.IsConcluding = true;
            context.Add(new Part { JobId = id, Number = number, Count = 0, AnnouncedAt = now });
            Announce(context, job, number);
            return;
        }
        var isDone = problem is null && job.Failed < job.Total;
        (job.State, job.FinishedAt, job.ExpiresAt) = (isDone ? JobState.Succeeded : JobState.Failed, now, now + job.Keep);
        if (!isDone)
            job.Problem = problem ?? await context.Items.Where(item => item.JobId == id).OrderBy(item => item.Number).Select(item => item.Problem).FirstOrDefaultAsync();
        Ending.Tell(context, job, now);
    }

    private void Announce(JobsContext context, Job job, int part)
    {
        if (options.HasBroker)
            context.Add(new OutboxMessage { JobId = job.Id, Part = part, Priority = job.Priority });
    }
}
