using GradCamService.Jobs.Work;
using Microsoft.Extensions.Logging;

namespace GradCamService.Jobs.Broker;

/// <summary>Parts that the broker has given out too often: their items fail, which is told where their caller looks.</summary>
/// <param name="link">Opens connections.</param>
/// <param name="runner">Fails them.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class DeadLetterLoop(BrokerLink link, PartRunner runner, TimeProvider time, ILogger<DeadLetterLoop> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Looks now and then until it is stopped, or the connection fails.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var connection = await link.OpenAsync("gradcam dead letters", stopping);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stopping))
            while (await channel.BasicGetAsync(link.Queues.Dead, autoAck: false, stopping) is { } letter)
            {
                if (BrokerQueues.Read(letter.Body.Span) is { } key)
                {
                    await runner.AbandonAsync(key, stopping);
                    Abandoned(key.JobId, key.Number);
                }
                await channel.BasicAckAsync(letter.DeliveryTag, multiple: false, stopping);
            }
    }

    [LoggerMessage(LogLevel.Error, "Part {Part} of job {Job} was given out too often; it is not tried again")]
    private partial void Abandoned(string job, int part);
}
