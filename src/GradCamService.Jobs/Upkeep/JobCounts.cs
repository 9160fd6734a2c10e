using System.Diagnostics.Metrics;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;
using GradCamService.Jobs.Work;
using Microsoft.EntityFrameworkCore;

namespace GradCamService.Jobs.Upkeep;

/// <summary>What operators watch of all jobs, whoever computes them: counted now and then, told whenever somebody asks.</summary>
/// <param name="database">Where jobs are.</param>
/// <param name="blobs">Where their photos and answers are.</param>
/// <param name="metrics">Whose instruments these are.</param>
/// <param name="time">The clock.</param>
public sealed class JobCounts(JobsDatabase database, IBlobs blobs, JobMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // Blobs may be many.
    private const int RoundsABlobCount = 60;

    private volatile Counted? _counted;
    private bool _isObserved;

    /// <summary>Counts until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        Observe();
        using var timer = new PeriodicTimer(Interval, time);
        var bytes = 0L;
        for (var round = 0; ; round++)
        {
            if (round % RoundsABlobCount == 0)
                bytes = await blobs.CountBytesAsync(stopping);
            _counted = await CountAsync(bytes);
            await timer.WaitForNextTickAsync(stopping);
        }
    }

    private Task<Counted> CountAsync(long bytes) => database.ReadAsync(async context =>
    {
        var oldest = await (from part in context.Parts
                            join job in context.Jobs on part.JobId equals job.Id
                            where part.State == PartState.Waiting && part.BegunAt == null && (job.State == JobState.Queued || job.State == JobState.Running)
                            orderby part.AnnouncedAt
                            select (DateTimeOffset?)part.AnnouncedAt).FirstOrDefaultAsync();
        return new Counted(
            await context.Jobs.GroupBy(job => job.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(each => each.Key, each => each.Count),
            oldest,
            await context.Outbox.CountAsync(),
            bytes,
            await context.WebhookDeliveries.GroupBy(row => row.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(each => each.Key, each => each.Count),
            await context.Items.CountAsync(item => item.State == ItemState.Failed && item.IsAbandoned));
    });

    private void Observe()
    {
        // It is begun again where counting failed.
        if (_isObserved)
            return;
        _isObserved = true;
        var meter = metrics.Meter;
        meter.CreateObservableGauge("gradcam.jobs.count", () => All(counted => Enum.GetValues<JobState>().Select(state =>
            Of(counted.Jobs.GetValueOrDefault(state), "state", Explain.Naming.Names.Of(state)))), null, "Jobs, by state.");
        meter.CreateObservableGauge("gradcam.jobs.oldest.age", () => All(counted => [
            new Measurement<double>(counted.Oldest is { } oldest ? (time.GetUtcNow() - oldest).TotalSeconds : 0)]), "s", "How long the part waits that waits longest.");
        meter.CreateObservableGauge("gradcam.jobs.outbox", () => All(counted => [new Measurement<double>(counted.Outbox)]), null, "Parts that the broker is still to be told of.");
        meter.CreateObservableGauge("gradcam.jobs.blobs.bytes", () => All(counted => [new Measurement<double>(counted.BlobBytes)]), "By", "Photos and answers.");
        meter.CreateObservableGauge("gradcam.jobs.webhooks", () => All(counted => Enum.GetValues<WebhookState>().Select(state =>
            Of(counted.Webhooks.GetValueOrDefault(state), "state", Explain.Naming.Names.Of(state)))), null, "Ends that callers are or were told of, by state.");
        meter.CreateObservableGauge("gradcam.jobs.dead", () => All(counted => [new Measurement<double>(counted.Dead)]), null, "Photos that failed because their workers died.");
    }

    private IEnumerable<Measurement<double>> All(Func<Counted, IEnumerable<Measurement<double>>> of) => _counted is { } counted ? of(counted) : [];

    private static Measurement<double> Of(int value, string key, string name) => new(value, new KeyValuePair<string, object?>(key, name));

    private sealed record Counted(
        IReadOnlyDictionary<JobState, int> Jobs, DateTimeOffset? Oldest, int Outbox, long BlobBytes, IReadOnlyDictionary<WebhookState, int> Webhooks, int Dead);
}
