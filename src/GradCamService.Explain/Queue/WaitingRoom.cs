namespace GradCamService.Explain.Queue;

/// <summary>
/// Orders in the order of their turns: that of arrival, but an order lets as many later ones pass as it has more rounds than they. So twenty
/// concepts do not keep one waiting, and one after the other does not keep twenty waiting for ever. A batch is what waits when the device
/// is free and fits together; there is no timer. Who leaves is gone at once.
/// </summary>
public sealed class WaitingRoom
{
    private readonly LinkedList<(WaitingOrder Waiting, long Turn)> _orders = [];
    private readonly object _gate = new();
    private Exception? _closed;
    private long _arrived;
    private bool _isClosing;

    public int Count
    {
        get
        {
            lock (_gate)
                return _orders.Count;
        }
    }

    public void Enter(WaitingOrder waiting) => Enter([waiting]);

    /// <summary>Several at once: no batch begins before the last of them is there.</summary>
    public void Enter(IReadOnlyList<WaitingOrder> together)
    {
        lock (_gate)
        {
            foreach (var waiting in together)
                if (_closed is not null)
                    waiting.Fail(_closed);
                else
                    Add(waiting);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes an order away that nobody waits for any longer; nothing happens where it is gone already.</summary>
    public void Leave(WaitingOrder waiting)
    {
        lock (_gate)
            for (var node = _orders.First; node is not null; node = node.Next)
                if (ReferenceEquals(node.Value.Waiting, waiting))
                {
                    _orders.Remove(node);
                    return;
                }
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
            foreach (var (waiting, _) in _orders)
                waiting.Fail(reason);
            _orders.Clear();
        }
    }

    /// <summary>Waits for an order and takes with the first those behind it that fit, in order. Empty once closed and empty.</summary>
    /// <param name="most">Most orders of a batch that begins with this one.</param>
    public IReadOnlyList<WaitingOrder> TakeBatch(Func<WaitingOrder, int> most)
    {
        lock (_gate)
        {
            while (_orders.Count == 0 && !_isClosing)
                Monitor.Wait(_gate);
            return Take(_orders.First, most);
        }
    }

    /// <summary>Takes, if there is one, the first order that needs no more than the passes of a batch, and with it those that fit; waits for none.</summary>
    /// <param name="most">Most orders of a batch that begins with this one.</param>
    public IReadOnlyList<WaitingOrder> TakeShort(Func<WaitingOrder, int> most)
    {
        lock (_gate)
        {
            var first = _orders.First;
            while (first is not null && first.Value.Waiting.Order.PassesBesides > 0)
                first = first.Next;
            return Take(first, most);
        }
    }

    private void Add(WaitingOrder waiting)
    {
        var turn = _arrived++ + waiting.Order.Rounds;
        var before = _orders.Last;
        while (before is not null && before.Value.Turn > turn)
            before = before.Previous;
        if (before is null)
            _orders.AddFirst((waiting, turn));
        else
            _orders.AddAfter(before, (waiting, turn));
    }

    private List<WaitingOrder> Take(LinkedListNode<(WaitingOrder Waiting, long Turn)>? first, Func<WaitingOrder, int> most)
    {
        if (first is null)
            return [];
        var (limit, batch) = (most(first.Value.Waiting), new List<WaitingOrder> { first.Value.Waiting });
        for (var node = first.Next; node is not null && batch.Count < limit; node = node.Next)
            if (batch[0].Fits(node.Value.Waiting))
                batch.Add(node.Value.Waiting);
        foreach (var taken in batch)
            Leave(taken);
        return batch;
    }
}
