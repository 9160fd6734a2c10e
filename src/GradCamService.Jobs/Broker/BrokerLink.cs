using RabbitMQ.Client;

namespace GradCamService.Jobs.Broker;

/// <summary>Opens connections to the broker. They are not mended: whoever has one sees it end, and opens another.</summary>
/// <param name="options">Of jobs; with an address.</param>
public sealed class BrokerLink(JobsOptions options)
{
    // A cut network is noticed after two of them.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private volatile string? _reason = "nobody has reached the broker yet";

    public BrokerQueues Queues { get; } = new(options.QueuePrefix);

    /// <summary>Why the broker cannot be reached; null where it can.</summary>
    public string? Reason => _reason;

    /// <summary>A connection with the queues declared. Whoever asks closes it.</summary>
    /// <param name="name">By which the broker shows it.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IConnection> OpenAsync(string name, CancellationToken cancellation)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(options.RabbitMq!),
            ClientProvidedName = name,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = Heartbeat,
            RequestedConnectionTimeout = Patience,
            SocketReadTimeout = Patience,
            SocketWriteTimeout = Patience,
            ContinuationTimeout = Patience,
        };
        try
        {
            var connection = await factory.CreateConnectionAsync(cancellation);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
            await Queues.DeclareAsync(channel, cancellation);
            _reason = null;
            connection.ConnectionShutdownAsync += (_, ended) =>
            {
                if (ended.Initiator != ShutdownInitiator.Application)
                    _reason = "its connection ended";
                return Task.CompletedTask;
            };
            return connection;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            _reason = exception.GetType().Name;
            throw;
        }
    }
}
