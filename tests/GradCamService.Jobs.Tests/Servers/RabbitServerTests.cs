using RabbitMQ.Client;
using Xunit;

namespace GradCamService.Jobs.Tests.Servers;

public sealed class RabbitServerTests
{
    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    [Fact]
    public async Task A_confirmed_message_of_a_quorum_queue_is_there_after_the_server_was_killed()
    {
        await using var server = new RabbitServer();
        var factory = new ConnectionFactory { Uri = new Uri(await server.AddressAsync()), AutomaticRecoveryEnabled = false };
        byte[] sent = [1, 2, 3];
        await using (var connection = await factory.CreateConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var channel = await connection.CreateChannelAsync(Confirmed, TestContext.Current.CancellationToken);
            await channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false,
                new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: TestContext.Current.CancellationToken);
            await Task.Delay(RabbitServer.QueueSettles, TestContext.Current.CancellationToken);
            await channel.BasicPublishAsync("", "kept", mandatory: true, new BasicProperties { Persistent = true }, sent, TestContext.Current.CancellationToken);

            await server.KillAsync();
        }
        await server.RestartAsync();

        await using var again = await factory.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using var reader = await again.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        var message = await reader.BasicGetAsync("kept", autoAck: false, TestContext.Current.CancellationToken);
        Assert.Equal(sent, message?.Body.ToArray());
    }
}
