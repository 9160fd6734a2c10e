using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Orders;

namespace GradCamService.Explain.Queue;

/// <summary>
/// Admits requests by number and by bytes, decodes their photos, hands them to the device, and draws their answers. Whoever is in this
/// process uses it alike: <see cref="Admit"/>, or <see cref="EnterAsync"/> where nobody waits at a connection, then <see cref="Place.ExplainAsync"/>.
/// </summary>
public sealed class InferenceQueue
{
    private readonly Capacity _places;
    private readonly Action _drain;
    private readonly CancellationToken _draining;

    public InferenceQueue(
        QueueOptions options, UploadOptions upload, DeviceThread device, WaitingRoom waiting, ServiceRate rate, QueueMetrics metrics, TimeProvider time,
        CallerShare? share = null)
    {
        (Options, Upload, Device, Waiting, Rate, Metrics, Time) = (options, upload, device, waiting, rate, metrics, time);
        // Never disposed, which it needs not: who stops the service may do so twice, the second time afterwards.
        var drain = new CancellationTokenSource();
        (_drain, _draining) = (drain.Cancel, drain.Token);
        _places = new Capacity(options.Capacity, share?.Share ?? 1);
        Memory = new MemoryBudget(options.MemoryBudgetOrDefault, share?.Share ?? 1);
        Workers = new Workers(options.WorkersOrDefault, waiting.Lanes.Share, Memory.Decoding);
        metrics.Observe(() => Taken, options.Capacity, () => Memory.HeldNow, Memory.Held, () => waiting.CountOf(Lane.Background));
    }

    /// <summary>Requests that wait, compute or are drawn; those of the background lane not counted.</summary>
    public int Taken => _places.Taken;

    /// <summary>Whether new requests are refused because the service is shutting down.</summary>
    public bool IsDraining => _draining.IsCancellationRequested;

    internal QueueOptions Options { get; }

    internal UploadOptions Upload { get; }

    internal DeviceThread Device { get; }

    internal WaitingRoom Waiting { get; }

    internal ServiceRate Rate { get; }

    internal QueueMetrics Metrics { get; }

    internal TimeProvider Time { get; }

    internal MemoryBudget Memory { get; }

    internal Workers Workers { get; }

    /// <summary>Stops admitting; what was admitted is still computed.</summary>
    public void Drain() => _drain();

    /// <summary>Takes a place before anything is read of a request; dispose it when its answer was sent or given up.</summary>
    /// <param name="uploadBytes">What it is going to send, as far as it says.</param>
    /// <param name="caller">Signalled when the caller leaves.</param>
    /// <param name="from">Who it is; null: one without a name.</param>
    /// <exception cref="QueueFullException">All places, or the caller's share of them, are taken, or the upload does not fit into memory now.</exception>
    /// <exception cref="UnavailableException">The service is shutting down, or its device is broken.</exception>
    public Place Admit(long uploadBytes, CancellationToken caller, Caller? from = null)
    {
        from ??= Caller.Anonymous;
        if (Closed is { } closed)
            throw Refuse(IsDraining ? "draining" : "broken", closed);
        var place = _places.TryTake(from) ?? throw PlacesFull(from);
        // A photo is as large as any until its header is read; then the rest is given back.
        var bytes = uploadBytes + ImageHeader.MostDrawnBytes;
        if (Memory.TryHold(bytes, from) is { } held)
            return new Place(this, place, held, uploadBytes, Options.Timeout, caller);
        place.Dispose();
        throw MemoryFull(from, bytes);
    }

    /// <summary>
    /// Takes a place on the background lane as soon as there is memory for it; no place of <see cref="QueueOptions.Capacity"/>. Dispose it when its answer
    /// was read or given up. Its end is told to whoever entered, and is not counted among requests that were refused.
    /// </summary>
    /// <param name="uploadBytes">What will be decoded.</param>
    /// <param name="timeout">How long it may take from then on when this has returned; the wait for memory does not count.</param>
    /// <param name="cancellation">Stops the wait, and then whatever is done at the place.</param>
    /// <exception cref="UnavailableException">The service is shutting down, or its device is broken, now or while it waited.</exception>
    /// <exception cref="TooMuchMemoryException">It could never be held.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Place> EnterAsync(long uploadBytes, TimeSpan timeout, CancellationToken cancellation)
    {
        if (Closed is { } closed)
            throw closed;
        var bytes = uploadBytes + ImageHeader.MostDrawnBytes;
        if (bytes > Memory.Held)
            throw new TooMuchMemoryException("This upload", bytes, Memory.Held, "Send a smaller one.");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _draining);
        try
        {
            var held = await Memory.HoldAsync(bytes, isAdmitted: false, either.Token);
            if (Closed is null)
                return new Place(this, place: null, held, uploadBytes, timeout, cancellation);
            held.Dispose();
        }
        catch (OperationCanceledException) when (IsDraining && !cancellation.IsCancellationRequested)
        {
        }
        throw Closed!;
    }

    /// <summary>Why nobody is admitted any more; null while it is not so.</summary>
    private UnavailableException? Closed => IsDraining
        ? new UnavailableException("The service is shutting down; another instance will answer.", Rate.TimeFor(Options.Capacity)) : Device.Unavailable;

    /// <summary>Decodes and prepares a photo of an order on a worker, as soon as there is memory for it; on the background lane.</summary>
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
            var (prepared, _) = await DecodeAsync(Lane.Background, new Preparation(order, upload, Upload.Limits), cancellation);
            return prepared;
        }
    }

    /// <summary>
    /// Carries out orders together, on the background lane: they share batches with each other, in their order, and with nobody else, so that what they get can be had again bit for
    /// bit. Neither places nor memory are counted: whoever asks bounds how much of it there is at once.
    /// </summary>
    /// <param name="orders">At least one.</param>
    /// <param name="cancellation">Stops what is not done yet.</param>
    /// <exception cref="UnavailableException">The device is broken.</exception>
    public async Task<IReadOnlyList<Explained>> ExplainTogetherAsync(IReadOnlyList<PreparedOrder> orders, CancellationToken cancellation)
    {
        var group = new object();
        var waiting = orders.Select(order => new WaitingOrder(order, Time.GetTimestamp(), cancellation) { Group = group, Lane = Lane.Background }).ToList();
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

    internal async Task<(PreparedOrder Prepared, TimeSpan Elapsed)> DecodeAsync(
        Lane lane, Preparation preparation, CancellationToken cancellation, Caller? caller = null)
    {
        var bytes = preparation.DecodeBytes;
        if (bytes > Memory.Decoding)
            throw new TooMuchMemoryException("Decoding this photo", bytes, Memory.Decoding, "Send a smaller one.");
        return await Workers.WorkAsync(lane, () => preparation.Prepare(cancellation), cancellation, caller, new Effort(preparation.Pixels, bytes));
    }

    /// <param name="caller">Who asked for more.</param>
    /// <param name="bytes">How much more.</param>
    internal QueueFullException MemoryFull(Caller caller, long bytes) => bytes <= Memory.Held - Memory.HeldNow
        ? Full("caller-share", FormattableString.Invariant(
            $"Your share of the memory for requests is full: of {Memory.Held >> 20} MiB, you may hold {Memory.MostOf(caller) >> 20} MiB now (Limits:QueueShare)."))
        : Full("memory-full", $"The memory for requests is full: of {Memory.Held >> 20} MiB, {Memory.HeldNow >> 20} MiB are held.");

    private QueueFullException PlacesFull(Caller caller) => Taken < Options.Capacity
        ? Full("caller-share", FormattableString.Invariant(
            $"Your share of the queue is full: of {Options.Capacity} requests that may wait or be worked on, you may have {_places.MostOf(caller)} now (Limits:QueueShare)."))
        : Full("queue-full", $"The queue is full: {Options.Capacity} requests wait or are worked on.");

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
}
