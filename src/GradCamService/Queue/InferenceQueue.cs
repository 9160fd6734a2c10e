using GradCamService.Configuration;
using GradCamService.Explain.Explainers;
using GradCamService.Telemetry;
using Microsoft.Extensions.Options;

namespace GradCamService.Queue;

/// <summary>
/// Admits requests and hands their images to the device. A request is admitted when it has been read and before its image is decoded: one that
/// is still being sent takes no place.
/// </summary>
public sealed class InferenceQueue
{
    private readonly QueueOptions _options;
    private readonly ServiceMetrics _metrics;
    private readonly TimeProvider _time;
    private int _admitted;
    private volatile bool _draining;

    public InferenceQueue(IOptions<QueueOptions> options, ServiceMetrics metrics, TimeProvider time)
    {
        (_options, _metrics, _time) = (options.Value, metrics, time);
        metrics.ObserveQueue(() => Volatile.Read(ref _admitted), () => _options.Capacity);
    }

    public WaitingRoom Waiting { get; } = new();

    public ServiceRate Rate { get; } = new();

    /// <summary>Whether new requests are refused because the service is shutting down.</summary>
    public bool IsDraining => _draining;

    /// <summary>Stops admitting; what was admitted is still computed.</summary>
    public void Drain() => _draining = true;

    /// <summary>Refuses a request that would find no place. Asked before it is read, so that one too many need not be uploaded.</summary>
    /// <exception cref="QueueFullException">All places are taken.</exception>
    /// <exception cref="UnavailableException">The service is shutting down.</exception>
    public void CheckRoom()
    {
        if (_draining)
        {
            _metrics.Refused("draining");
            throw new UnavailableException("The service is shutting down; another instance will answer.", Rate.TimeFor(_options.Capacity));
        }
        if (Volatile.Read(ref _admitted) >= _options.Capacity)
            throw Full();
    }

    /// <summary>Takes a place in the queue; dispose it when the answer has been drawn or given up.</summary>
    /// <exception cref="QueueFullException">All places are taken.</exception>
    /// <exception cref="UnavailableException">The service is shutting down.</exception>
    public Place Admit()
    {
        CheckRoom();
        if (Interlocked.Increment(ref _admitted) > _options.Capacity)
        {
            Interlocked.Decrement(ref _admitted);
            throw Full();
        }
        return new Place(this, _time.GetTimestamp() + (long)(_options.Timeout.TotalSeconds * _time.TimestampFrequency));
    }

    private QueueFullException Full()
    {
        _metrics.Refused("queue-full");
        // Half of what waits must be done before a place is likely to be free when the caller comes back.
        return new QueueFullException(_options.Capacity, Rate.TimeFor((_options.Capacity + 1) / 2));
    }

    /// <summary>An admitted request's place. Its deadline began with admission.</summary>
    public sealed class Place(InferenceQueue queue, long deadline) : IDisposable
    {
        private int _left;

        /// <summary>Computes an image.</summary>
        /// <exception cref="DeadlinePassedException">It took too long.</exception>
        /// <exception cref="OperationCanceledException">The caller left.</exception>
        public async Task<InferenceResult> ComputeAsync(BatchKey key, ExplainerItem item, CancellationToken cancellation)
        {
            var job = new InferenceJob(key, item, deadline, cancellation) { Submitted = queue._time.GetTimestamp() };
            queue.Waiting.Enter(job);
            var left = queue._time.GetElapsedTime(job.Submitted, deadline);
            try
            {
                return await job.Completion.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, queue._time, cancellation);
            }
            catch (TimeoutException)
            {
                queue._metrics.Refused("deadline");
                throw new DeadlinePassedException(queue._options.Timeout);
            }
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                Interlocked.Decrement(ref queue._admitted);
        }
    }
}
