namespace GradCamService.Explain.Queue;

/// <summary>
/// Bytes that are held from admission until the answer is sent. Interactive requests take what is free now or nothing. Those of the background wait in
/// line, the first for as long as it takes, and hold no more than half together: however many of them wait or hold, the other half is left to those who
/// cannot wait. Only one alone may have more, so that what a request can be answered can be answered in the background too.
/// </summary>
/// <param name="most">All together, in bytes.</param>
/// <param name="share">What one caller's interactive requests may have together of what others leave, 0 to 1; one where there is no other may have all.</param>
internal sealed class RequestMemory(long most, double share = 1)
{
    // No caller's name: what the background holds is one part to all of them.
    private const string Background = "";

    private readonly CallerShares _shares = new(most, share);
    private readonly LinkedList<(long Bytes, TaskCompletionSource<HeldBytes> Given)> _line = [];
    private readonly object _gate = new();

    /// <summary>Bytes that are held now.</summary>
    public long Now
    {
        get
        {
            lock (_gate)
                return _shares.Sum;
        }
    }

    /// <summary>The most bytes that a caller's interactive requests may hold now, with those that they hold.</summary>
    public long MostOf(Caller caller)
    {
        lock (_gate)
            return _shares.MostOf(caller.Name);
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
            _shares.Add(NameOf(held), bytes - held.Bytes);
            held.Bytes = bytes;
            Serve();
            return true;
        }
    }

    private bool HasRoom(HeldBytes held, long bytes)
    {
        if (bytes - held.Bytes > most - _shares.Sum)
            return false;
        var others = _shares.Of(NameOf(held)) - held.Bytes;
        if (held.Lane == Lane.Background)
            return others == 0 || others + bytes <= most / 2;
        // One larger than a share is let in where no other request is.
        return others + bytes <= _shares.MostOf(held.Caller.Name) || _shares.Sum - _shares.Of(Background) == held.Bytes;
    }

    private static string NameOf(HeldBytes held) => held.Lane == Lane.Background ? Background : held.Caller.Name;

    private void Serve()
    {
        while (_line.First is { Value: var (bytes, given) } first)
        {
            var held = new HeldBytes(this, Lane.Background, Caller.Anonymous);
            if (!HasRoom(held, bytes))
                return;
            _line.Remove(first);
            held.Bytes = bytes;
            _shares.Add(Background, bytes);
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
