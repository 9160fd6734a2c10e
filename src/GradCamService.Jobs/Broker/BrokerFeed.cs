using System.Collections.Concurrent;
using GradCamService.Jobs.States;
using GradCamService.Jobs.Work;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace GradCamService.Jobs.Broker;

/// <summary>
/// Parts of many processes: who works on what is the broker's business. A part is acknowledged when its answers are stored; where this process or its
/// connection ends before, the broker gives it to another.
/// </summary>
/// <param name="link">Opens connections.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class BrokerFeed(BrokerLink link, TimeProvider time, ILogger<BrokerFeed> logger) : IPartFeed
{
    // One more than are computed waits at the gate.
    private const int Fetched = PartGate.AtOnce + 1;

    // Across connections: what a broken one was to acknowledge is still computed, and may be delivered again meanwhile.
    private readonly ConcurrentDictionary<PartKey, Task> _inHand = new();
    private readonly GrowingWait _wait = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));
    private int _urgent;

    public async Task RunAsync(Func<PartKey, CancellationToken, Task> work, CancellationToken stopping)
    {
        await using var connection = await link.OpenAsync("gradcam worker", stopping);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.ConnectionShutdownAsync += (_, _) =>
        {
            ended.TrySetResult();
            return Task.CompletedTask;
        };
        await using var normal = await ConsumeAsync(connection, link.Queues.Normal, Fetched, isUrgent: true, work, ended, stopping);
        await using var low = await ConsumeAsync(connection, link.Queues.Low, 1, isUrgent: false, work, ended, stopping);
        await ended.Task.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
            throw new BrokerAwayException("The connection to the broker ended.");
        // What was begun is given back by those who compute it.
        await Task.WhenAll(_inHand.Values);
    }

    private async Task<IChannel> ConsumeAsync(
        IConnection connection, string queue, ushort fetched, bool isUrgent, Func<PartKey, CancellationToken, Task> work, TaskCompletionSource ended,
        CancellationToken stopping)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        await channel.BasicQosAsync(0, fetched, global: false, stopping);
        channel.ChannelShutdownAsync += (_, _) =>
        {
            // As after the broker's consumer_timeout: the connection is opened anew.
            ended.TrySetResult();
            return Task.CompletedTask;
        };
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            var (tag, key) = (delivery.DeliveryTag, BrokerQueues.Read(delivery.Body.Span));
            // The next is received while this one is computed.
            _ = Task.Run(() => HandleAsync(channel, tag, key, isUrgent, work, stopping), CancellationToken.None);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, stopping);
        return channel;
    }

    private async Task HandleAsync(
        IChannel channel, ulong tag, PartKey? message, bool isUrgent, Func<PartKey, CancellationToken, Task> work, CancellationToken stopping)
    {
        try
        {
            if (message is not { } key)
            {
                NotOurs();
                await channel.BasicRejectAsync(tag, requeue: false, CancellationToken.None);
                return;
            }
            var isDone = await ComputeAsync(key, isUrgent, work, stopping);
            if (isDone)
                await channel.BasicAckAsync(tag, multiple: false, CancellationToken.None);
            else if (!stopping.IsCancellationRequested)
                // Whoever ends gives it back with the connection: a consumer that is still there would be given it again at once, until the broker's limit.
                await channel.BasicNackAsync(tag, multiple: false, requeue: true, CancellationToken.None);
        }
        catch (Exception exception) when (exception is AlreadyClosedException or OperationInterruptedException or ObjectDisposedException or IOException)
        {
            // The broker gives the part to another, who finds it done.
        }
    }

    /// <summary>Whether the part is off the broker's hands.</summary>
    private async Task<bool> ComputeAsync(PartKey key, bool isUrgent, Func<PartKey, CancellationToken, Task> work, CancellationToken stopping)
    {
        if (isUrgent)
            Interlocked.Increment(ref _urgent);
        try
        {
            while (!isUrgent && Volatile.Read(ref _urgent) > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, stopping);
            // Delivered again while it is computed here: what comes of that decides.
            while (_inHand.TryGetValue(key, out var earlier))
                await earlier.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopping.ThrowIfCancellationRequested();
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_inHand.TryAdd(key, end.Task))
                return false;
            try
            {
                await work(key, stopping);
                _wait.Reset();
                return true;
            }
            finally
            {
                _inHand.TryRemove(key, out _);
                end.SetResult();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception)
        {
            Failed(exception, key.JobId, key.Number);
            await Task.Delay(_wait.Next(), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
        finally
        {
            if (isUrgent)
                Interlocked.Decrement(ref _urgent);
        }
    }

    [LoggerMessage(LogLevel.Error, "Part {Part} of job {Job} could not be computed now; the broker gives it out again")]
    private partial void Failed(Exception exception, string job, int part);

    [LoggerMessage(LogLevel.Error, "The broker gave a message that names no part; it is put among the dead ones")]
    private partial void NotOurs();
}

/// <summary>The broker cannot be reached: try again later.</summary>
public sealed class BrokerAwayException(string message) : Exception(message);
