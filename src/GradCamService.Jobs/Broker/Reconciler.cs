using GradCamService.Jobs.States;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GradCamService.Jobs.Broker;

/// <summary>
/// Puts parts down for the broker again that are unfinished though its queues are empty, as after the loss of its disk: that costs promptness and nothing
/// else. A part that the broker still has is at worst delivered twice, and counted once.
/// </summary>
/// <param name="database">Where parts are.</param>
/// <param name="link">Opens connections.</param>
/// <param name="news">Told of what is put down.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class Reconciler(JobsDatabase database, BrokerLink link, JobNews news, TimeProvider time, ILogger<Reconciler> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    // A fetched part is begun within seconds of those before it.
    private static readonly TimeSpan UntilBegun = TimeSpan.FromMinutes(1);

    // Longer than any part takes whose worker lives.
    private static readonly TimeSpan UntilFinished = TimeSpan.FromHours(1);

    /// <summary>Looks now and then until it is stopped, or the connection fails.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var connection = await link.OpenAsync("gradcam reconciler", stopping);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stopping))
            if (await link.Queues.CountAsync(channel, stopping) == 0 && await AnnounceAsync(stopping) is > 0 and var parts)
            {
                Announced(parts);
                news.PartsWait();
            }
    }

    /// <summary>Puts down what is unfinished and has not been told of for long.</summary>
    public Task<int> AnnounceAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (told, begun) = (now - UntilBegun, now - UntilFinished);
        return database.WriteAsync(async context =>
        {
            if (await context.Outbox.AnyAsync(cancellation))
                return 0;
            var lost = await (from part in context.Parts.AsTracking()
                              join job in context.Jobs on part.JobId equals job.Id
                              where part.State == PartState.Waiting && (job.State == JobState.Queued || job.State == JobState.Running)
                                  && part.AnnouncedAt < told && (part.BegunAt == null || part.BegunAt < begun)
                              select new { part, job.Priority }).ToListAsync(cancellation);
            foreach (var each in lost)
            {
                each.part.AnnouncedAt = now;
                context.Add(new OutboxMessage { JobId = each.part.JobId, Part = each.part.Number, Priority = each.Priority });
            }
            return lost.Count;
        }, cancellation);
    }

    [LoggerMessage(LogLevel.Warning, "{Parts} parts are unfinished and the broker has none: they are told of again")]
    private partial void Announced(int parts);
}
