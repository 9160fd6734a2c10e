using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GradCamService.Jobs.Upkeep;

/// <summary>Deletes jobs whose time is over with all that belongs to them, and blobs that belong to no job.</summary>
/// <param name="database">Where jobs are.</param>
/// <param name="store">Deletes them.</param>
/// <param name="blobs">Where their photos and answers are.</param>
/// <param name="options">How long things are left alone.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class Sweeper(
    JobsDatabase database, JobStore store, IBlobs blobs, JobsOptions options, TimeProvider time, ILogger<Sweeper> logger)
{
    private const int AtOnce = 100;

    /// <summary>Sweeps now and then until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(options.SweepEvery, time);
        do
            await SweepAsync(stopping);
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>Sweeps once.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var expired = await database.ReadAsync(context => context.Jobs.Where(job => job.ExpiresAt < now).Select(job => job.Id).Take(AtOnce).ToListAsync(cancellation));
        foreach (var id in expired)
        {
            // The blobs first: a job whose rows are gone would leave them to nobody.
            await blobs.DeleteAsync(id, cancellation);
            await store.DeleteAsync(id, cancellation);
        }
        var orphans = 0;
        // Who has just stored photos has not put down their job yet; that time is over for these.
        await foreach (var owner in blobs.OwnersAsync(now - options.Grace, cancellation))
        {
            var state = await database.ReadAsync(context => context.Jobs.Where(job => job.Id == owner).Select(job => (JobState?)job.State).SingleOrDefaultAsync(cancellation));
            if (state is not (null or JobState.Cancelled))
                continue;
            await blobs.DeleteAsync(owner, cancellation);
            orphans++;
        }
        SweepIncoming(now - options.Grace);
        if (expired.Count + orphans > 0)
            Swept(expired.Count, orphans);
    }

    /// <summary>Archives that were being received when their process was killed.</summary>
    private void SweepIncoming(DateTimeOffset olderThan)
    {
        var folder = new DirectoryInfo(options.Incoming);
        foreach (var file in folder.Exists ? folder.EnumerateFiles().Where(file => file.LastWriteTimeUtc < olderThan.UtcDateTime) : [])
            file.Delete();
    }

    [LoggerMessage(LogLevel.Information, "{Expired} jobs whose time was over were deleted, and the blobs of {Orphans} that there are no jobs of")]
    private partial void Swept(int expired, int orphans);
}
