using System.Diagnostics;
using System.Threading.RateLimiting;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Orders;

namespace GradCamService.Explain.Queue;

/// <summary>
/// Admits requests by number and by bytes, decodes their photos, hands them to the device, and draws their answers. Whoever is in this
/// process uses it alike: <see cref="Admit"/>, then <see cref="Place.ExplainAsync"/>.
/// </summary>
public sealed class InferenceQueue : IDisposable
{
    private readonly ConcurrencyLimiter _places;
    private readonly SemaphoreSlim _workers;
    private volatile bool _draining;

    public InferenceQueue(
        QueueOptions options, UploadOptions upload, DeviceThread device, WaitingRoom waiting, ServiceRate rate, QueueMetrics metrics, TimeProvider time)
    {
        (Options, Upload, Device, Waiting, Rate, Metrics, Time) = (options, upload, device, waiting, rate, metrics, time);
        _places = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = options.Capacity });
        _workers = new SemaphoreSlim(options.WorkersOrDefault);
        Memory = new MemoryBudget(options.MemoryBudgetOrDefault);
        metrics.Observe(() => Taken, options.Capacity, () => Memory.HeldNow, Memory.Held);
    }

    /// <summary>Requests that wait, compute or are drawn.</summary>
    public int Taken => Options.Capacity - (int)_places.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>Whether new requests are refused because the service is shutting down.</summary>
    public bool IsDraining => _draining;

    internal QueueOptions Options { get; }

    internal UploadOptions Upload { get; }

    internal DeviceThread Device { get; }

    internal WaitingRoom Waiting { get; }

    internal ServiceRate Rate { get; }

    internal QueueMetrics Metrics { get; }

    internal TimeProvider Time { get; }

    internal MemoryBudget Memory { get; }

    /// <summary>Stops admitting; what was admitted is still computed.</summary>
    public void Drain() => _draining = true;

    /// <summary>Takes a place before anything is read of a request; dispose it when its answer was sent or given up.</summary>
    /// <param name="uploadBytes">What it is going to send, as far as it says.</param>
    /// <param name="caller">Signalled when the caller leaves.</param>
    /// <exception cref="QueueFullException">All places are taken, or the upload does not fit into memory now.</exception>
    /// <exception cref="UnavailableException">The service is shutting down, or its device is broken.</exception>
    public Place Admit(long uploadBytes, CancellationToken caller)
    {
        if (_draining)
            throw Refuse("draining", new UnavailableException("The service is shutting down; another instance will answer.", Rate.TimeFor(Options.Capacity)));
        if (Device.Unavailable is { } broken)
            throw Refuse("broken", broken);
        var place = _places.AttemptAcquire();
        if (!place.IsAcquired)
            throw Full("queue-full", $"The queue is full: {Options.Capacity} requests wait or are worked on.");
        // A photo is as large as any until its header is read; then the rest is given back.
        var (upload, photo) = (Memory.TryHold(uploadBytes), Memory.TryHold(ImageHeader.MostDrawnBytes));
        if (upload is not null && photo is not null)
            return new Place(this, place, upload, photo, caller);
        foreach (var lease in new[] { place, upload, photo })
            lease?.Dispose();
        throw MemoryFull();
    }

    /// <summary>Does work that a core is busy with on one of a fixed number of workers.</summary>
    /// <returns>What it made, and how long it took, without the wait for a worker.</returns>
    internal async Task<(T Made, TimeSpan Elapsed)> WorkAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        await _workers.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() =>
            {
                var started = Stopwatch.GetTimestamp();
                return (work(), Stopwatch.GetElapsedTime(started));
            }, cancellation);
        }
        finally
        {
            _workers.Release();
        }
    }

    /// <summary>Decodes and prepares a photo of an order on a worker, as soon as there is memory for it.</summary>
    /// <param name="order">What is to be done.</param>
    /// <param name="upload">The photo; it is let go.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="UnsupportedImageException">A file is no image that is served.</exception>
    /// <exception cref="CorruptImageException">A file is damaged.</exception>
    /// <exception cref="ImageTooLargeException">A file has more pixels than allowed.</exception>
    /// <exception cref="TooMuchMemoryException">It could never be decoded.</exception>
    public async Task<PreparedOrder> PrepareAsync(Order order, Upload upload, CancellationToken cancellation)
    {
        using (upload)
        {
            var (prepared, _) = await DecodeAsync(new Preparation(order, upload, Upload.Limits), cancellation);
            return prepared;
        }
    }

    /// <summary>
    /// Carries out orders together: they share batches with each other, in their order, and with nobody else, so that what they get can be had again bit for
    /// bit. Neither places nor memory are counted: whoever asks bounds how much of it there is at once.
    /// </summary>
    /// <param name="orders">At least one.</param>
    /// <param name="cancellation">Stops what is not done yet.</param>
    /// <exception cref="UnavailableException">The device is broken.</exception>
    public async Task<IReadOnlyList<Explained>> ExplainTogetherAsync(IReadOnlyList<PreparedOrder> orders, CancellationToken cancellation)
    {
        var group = new object();
        var waiting = orders.Select(order => new WaitingOrder(order, Time.GetTimestamp(), cancellation) { Group = group }).ToList();
        Waiting.Enter(waiting);
        try
        {
            return await Task.WhenAll(waiting.Select(each => each.Completion)).WaitAsync(cancellation);
        }
        finally
        {
            waiting.ForEach(Waiting.Leave);
        }
    }

    internal async Task<(PreparedOrder Prepared, TimeSpan Elapsed)> DecodeAsync(Preparation preparation, CancellationToken cancellation)
    {
        var bytes = preparation.DecodeBytes;
        if (bytes > Memory.Decoding)
            throw new TooMuchMemoryException("Decoding this photo", bytes, Memory.Decoding, "Send a smaller one.");
        using var decoding = await Memory.DecodeAsync(bytes, cancellation);
        return await WorkAsync(() => preparation.Prepare(cancellation), cancellation);
    }

    internal QueueFullException MemoryFull() => Full("memory-full", $"The memory for requests is full: of {Memory.Held >> 20} MiB, {Memory.HeldNow >> 20} MiB are held.");

    private QueueFullException Full(string reason, string message)
    {
        // Half of what waits must be done before there is likely to be room when the caller comes back.
        var wait = Rate.TimeFor((Options.Capacity + 1) / 2);
        return Refuse(reason, new QueueFullException(FormattableString.Invariant($"{message} At the present rate there is room again in {wait.TotalSeconds:0} s."), wait));
    }

    private T Refuse<T>(string reason, T refusal) where T : Exception
    {
        Metrics.Refused(reason);
        return refusal;
    }

    public void Dispose()
    {
        _places.Dispose();
        _workers.Dispose();
        Memory.Dispose();
    }
}
