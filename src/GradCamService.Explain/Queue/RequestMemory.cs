namespace GradCamService.Explain.Queue;

/// <summary>
/// Bytes that are held from admission until the answer is sent. Interactive requests take what is free now or nothing. Those of the background wait in
/// line, the first for as long as it takes, and hold no more than half together: however many of them wait or hold, the other half is left to those who
/// cannot wait. Only one alone may have more, so that what a request can be answered can be answered in the background too.
/// </summary>
/// <param name="most">All together, in bytes.</param>
/// <param name="mostOfOne">What one caller's interactive requests may have together, if they are more than one.</param>
internal sealed class RequestMemory(long most, long mostOfOne = long.MaxValue)
{
    private readonly Dictionary<string, long> _byCaller = [];
    private readonly LinkedList<(long Bytes, TaskCompletionSource<HeldBytes> Given)> _line = [];
    private readonly object _gate = new();
    private long _held;
    private long _background;

    /// <summary>Bytes that are held now.</summary>
    public long Now
    {
        get
        {
            lock (_gate)
                return _held;
        }
    }

    /// <summary>Whether so many bytes more would be too many for this caller, if not for all.</summary>
    public bool IsOverShare(Caller caller, long bytes)
    {
        lock (_gate)
            return _byCaller.GetValueOrDefault(caller.Name) is > 0 and var others && others + bytes > mostOfOne;
    }

    /// <summary>Bytes for an interactive request, until they are disposed; null where they do not fit now.</summary>
    public HeldBytes? TryHold(long bytes, Caller? caller = null)
    {
        var held = new HeldBytes(this, Lane.Interactive, caller ?? Caller.Anonymous);
        return TryResize(held, bytes) ? held : null;
    }

    /// <summary>Waits for bytes on the background lane: at most all that there are.</summary>
    /// <param name="bytes">How many, all at once: who holds some and waits for more could wait for others who do the same.</param>
    /// <param name="isAdmitted">Whether they are for what was admitted before: it waits in front of those that were not, so that these do not pile up.</param>
    /// <param name="cancellation">Leaves the line.</param>
    public async Task<HeldBytes> HoldAsync(long bytes, bool isAdmitted, CancellationToken cancellation)
    {
        var given = new TaskCompletionSource<HeldBytes>(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<(long, TaskCompletionSource<HeldBytes>)> place;
        lock (_gate)
        {
            place = isAdmitted ? _line.AddFirst((bytes, given)) : _line.AddLast((bytes, given));
            Serve();
        }
        using var leaving = cancellation.Register(() => Leave(place, cancellation));
        return await given.Task;
    }

    /// <summary>Makes what is held more or less; not where more does not fit now.</summary>
    internal bool TryResize(HeldBytes held, long bytes)
    {
        lock (_gate)
        {
            if (bytes > held.Bytes && !HasRoom(held, bytes))
                return false;
            _held += bytes - held.Bytes;
            _background += held.Lane == Lane.Background ? bytes - held.Bytes : 0;
            if (held.Lane == Lane.Interactive)
                Count(held.Caller, bytes - held.Bytes);
            held.Bytes = bytes;
            Serve();
            return true;
        }
    }

    private bool HasRoom(HeldBytes held, long bytes)
    {
        var (isInteractive, mostOfThese) = (held.Lane == Lane.Interactive, held.Lane == Lane.Interactive ? mostOfOne : most / 2);
        var others = (isInteractive ? _byCaller.GetValueOrDefault(held.Caller.Name) : _background) - held.Bytes;
        return bytes - held.Bytes <= most - _held && (others == 0 || others + bytes <= mostOfThese);
    }

    private void Count(Caller caller, long more)
    {
        var bytes = _byCaller.GetValueOrDefault(caller.Name) + more;
        if (bytes == 0)
            _byCaller.Remove(caller.Name);
        else
            _byCaller[caller.Name] = bytes;
    }

    private void Serve()
    {
        while (_line.First is { Value: var (bytes, given) } first)
        {
            var held = new HeldBytes(this, Lane.Background, Caller.Anonymous);
            if (!HasRoom(held, bytes))
                return;
            _line.Remove(first);
            (held.Bytes, _held, _background) = (bytes, _held + bytes, _background + bytes);
            given.SetResult(held);
        }
    }

    private void Leave(LinkedListNode<(long Bytes, TaskCompletionSource<HeldBytes> Given)> place, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (place.List is null)
                return;
            _line.Remove(place);
            place.Value.Given.SetCanceled(cancellation);
            // Who stood behind it may need less.
            Serve();
        }
    }
}

/// <summary>What one request holds of the memory, until it is disposed, however often.</summary>
internal sealed class HeldBytes(RequestMemory memory, Lane lane, Caller caller) : IDisposable
{
    public Lane Lane => lane;

    public Caller Caller => caller;

    /// <summary>How many; written under the memory's lock.</summary>
    public long Bytes { get; set; }

    /// <summary>Holds so many instead: fewer always, more where they fit now; none once it is disposed.</summary>
    public bool TryBecome(long bytes) => Bytes > 0 && memory.TryResize(this, bytes);

    public void Dispose() => memory.TryResize(this, 0);
}
