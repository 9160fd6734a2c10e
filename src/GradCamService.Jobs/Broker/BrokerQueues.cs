using System.Text.Json;
using GradCamService.Jobs.States;
using RabbitMQ.Client;

namespace GradCamService.Jobs.Broker;

/// <summary>The queues of parts: two by priority, which RabbitMQ's quorum queues do not have, and one for what killed too many workers.</summary>
/// <param name="prefix">What their names begin with.</param>
public sealed class BrokerQueues(string prefix)
{
    // Attempts are counted by the table, where a part that was only fetched is not charged; this ends what kills a worker before it can count.
    private const int DeliveryLimit = 20;

    public string Normal => prefix + ".parts.normal";

    public string Low => prefix + ".parts.low";

    public string Dead => prefix + ".parts.dead";

    public string Of(JobPriority priority) => priority == JobPriority.Low ? Low : Normal;

    /// <summary>Makes them where they are not there.</summary>
    public async Task DeclareAsync(IChannel channel, CancellationToken cancellation)
    {
        await DeclareAsync(channel, Dead, new Dictionary<string, object?>(), cancellation);
        foreach (var queue in new[] { Normal, Low })
            await DeclareAsync(channel, queue, new Dictionary<string, object?>
            {
                ["x-delivery-limit"] = DeliveryLimit,
                ["x-dead-letter-exchange"] = "",
                ["x-dead-letter-routing-key"] = Dead,
                ["x-dead-letter-strategy"] = "at-least-once",
                // The strategy wants it; without a limit of length, nothing is rejected.
                ["x-overflow"] = "reject-publish",
            }, cancellation);
    }

    /// <summary>Messages that nobody has fetched.</summary>
    public async Task<uint> CountAsync(IChannel channel, CancellationToken cancellation) =>
        await channel.MessageCountAsync(Normal, cancellation) + await channel.MessageCountAsync(Low, cancellation);

    public static byte[] Message(PartKey key) => JsonSerializer.SerializeToUtf8Bytes(key, JsonSerializerOptions.Web);

    /// <summary>Null where it is none of ours.</summary>
    public static PartKey? Read(ReadOnlySpan<byte> message)
    {
        try
        {
            return JsonSerializer.Deserialize<PartKey>(message, JsonSerializerOptions.Web) is { JobId: not null } key ? key : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task DeclareAsync(IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken cancellation)
    {
        arguments["x-queue-type"] = "quorum";
        return channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellation);
    }
}
