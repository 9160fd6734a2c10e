using GradCamService.Jobs.States;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;

namespace GradCamService.Jobs.Broker;

/// <summary>
/// Tells the broker of parts that were put down: after the commit, and never in a request. A row is deleted when the broker has confirmed that the
/// message is on its disks; one that nobody confirmed is published again.
/// </summary>
/// <param name="database">Where the outbox is.</param>
/// <param name="link">Opens connections.</param>
/// <param name="news">Tells of new rows.</param>
/// <param name="time">The clock.</param>
public sealed class OutboxLoop(JobsDatabase database, BrokerLink link, JobNews news, TimeProvider time)
{
    // What other processes put down is found by then.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int AtOnce = 500;

    // Any number that no other program on this database uses.
    private const long Lock = 0x6772_6164_6361_6D31;

    /// <summary>Publishes until it is stopped, or the connection fails.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var connection = await link.OpenAsync("gradcam outbox", stopping);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), stopping);
        while (true)
        {
            var next = news.NextParts;
            if (!channel.IsOpen)
                throw new BrokerAwayException("The connection to the broker ended.");
            if (await PublishAsync(channel, stopping) == 0)
                await Task.WhenAny(next, Task.Delay(Interval, time, stopping));
            stopping.ThrowIfCancellationRequested();
        }
    }

    /// <returns>How many were published; 0 also where another process does it.</returns>
    private Task<int> PublishAsync(IChannel channel, CancellationToken stopping) => database.WriteAsync(async context =>
    {
        if (!await context.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({Lock}) AS \"Value\"").SingleAsync(stopping))
            return 0;
        var rows = await context.Outbox.AsNoTracking().OrderBy(row => row.Id).Take(AtOnce).ToListAsync(stopping);
        if (rows.Count == 0)
            return 0;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        await Task.WhenAll(rows.Select(row => channel.BasicPublishAsync(
            "", link.Queues.Of(row.Priority), mandatory: true, new BasicProperties { Persistent = true, ContentType = "application/json" },
            BrokerQueues.Message(new PartKey(row.JobId, row.Part)), patience.Token).AsTask()));
        var last = rows[^1].Id;
        var ids = rows.Select(row => row.Id).ToList();
        return await context.Outbox.Where(row => row.Id <= last && ids.Contains(row.Id)).ExecuteDeleteAsync(stopping);
    }, stopping);
}
