namespace GradCamService.Explain.Queue;

/// <summary>
/// Where orders wait for the device, in two lanes. A batch is what waits when the device is free and fits together, of one lane only, so that an interactive
/// order waits for no more than one batch of the background; there is no timer. Who leaves is gone at once.
/// </summary>
/// <param name="lanes">How the lanes share the device; null: as they do by default.</param>
public sealed class WaitingRoom(LaneSettings? lanes = null)
{
    private readonly WaitingLine _interactive = new();
    private readonly WaitingLine _background = new();
    private readonly LaneShare _share = new((lanes ?? new LaneSettings()).Share);
    private readonly object _gate = new();
    private Exception? _closed;
    private bool _isClosing;
    private long? _lastRequest;

    /// <summary>How the lanes share the device.</summary>
    public LaneSettings Lanes { get; } = lanes ?? new LaneSettings();

    /// <summary>Orders on both lanes.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _interactive.Count + _background.Count;
        }
    }

    /// <summary>Orders on a lane.</summary>
    public int CountOf(Lane lane)
    {
        lock (_gate)
            return Line(lane).Count;
    }

    /// <summary>When the last request came, as its timestamp; null: none has come.</summary>
    public long? LastRequest
    {
        get
        {
            lock (_gate)
                return _lastRequest;
        }
    }

    public void Enter(WaitingOrder waiting) => Enter([waiting]);

    /// <summary>Several at once: no batch begins before the last of them is there.</summary>
    public void Enter(IReadOnlyList<WaitingOrder> together)
    {
        lock (_gate)
        {
            foreach (var waiting in together)
            {
                if (waiting.Lane == Lane.Interactive)
                    _lastRequest = waiting.Submitted;
                if (_closed is not null)
                    waiting.Fail(_closed);
                else
                    Line(waiting.Lane).Add(waiting);
            }
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes an order away that nobody waits for any longer; nothing happens where it is gone already.</summary>
    public void Leave(WaitingOrder waiting)
    {
        lock (_gate)
            Line(waiting.Lane).Remove(waiting);
    }

    /// <summary>No more orders will come; those that wait are still taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosing = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Nobody will take orders any longer: those that wait, and those that come, fail.</summary>
    public void Abandon(Exception reason)
    {
        lock (_gate)
        {
            _closed = reason;
            _interactive.Fail(reason);
            _background.Fail(reason);
        }
    }

    /// <summary>
    /// Waits for an order and takes, of the lane whose turn it is, the first and those behind it that fit, in order. Empty once closed and empty.
    /// </summary>
    /// <param name="most">Most orders of a batch that begins with this one.</param>
    public IReadOnlyList<WaitingOrder> TakeBatch(Func<WaitingOrder, int> most)
    {
        lock (_gate)
        {
            while (_interactive.Count + _background.Count == 0 && !_isClosing)
                Monitor.Wait(_gate);
            var next = _background.Count == 0 ? Lane.Interactive : _interactive.Count == 0 ? Lane.Background : _share.Next;
            return Line(next).Take(most);
        }
    }

    /// <summary>
    /// Takes, if there is one, the first interactive order that is not long, and with it those that fit; waits for none. None is
    /// taken while it is the background's turn and an order of it is what stands still.
    /// </summary>
    /// <param name="most">Most orders of a batch that begins with this one.</param>
    /// <param name="paused">The lane of the order between whose passes they would be computed.</param>
    public IReadOnlyList<WaitingOrder> TakeShort(Func<WaitingOrder, int> most, Lane paused)
    {
        lock (_gate)
            return paused == Lane.Background && _share.Next == Lane.Background ? [] : _interactive.TakeShort(most);
    }

    /// <summary>Accounts for the device's time.</summary>
    /// <param name="lane">Whose batch, or pass of a long order, it was.</param>
    /// <param name="time">How long the device worked on it.</param>
    /// <param name="paused">The lane of an order that stood still meanwhile; null: none did.</param>
    public void Took(Lane lane, TimeSpan time, Lane? paused)
    {
        lock (_gate)
            _share.Took(lane, time, otherWaits: paused == lane.Other() || Line(lane.Other()).Count > 0);
    }

    private WaitingLine Line(Lane lane) => lane == Lane.Interactive ? _interactive : _background;
}
