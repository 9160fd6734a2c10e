namespace GradCamService.Explain.Queue;

/// <summary>
/// Orders of one lane in the order of their turns: that of arrival, but an order lets as many later ones pass as it has more rounds than they. So twenty
/// concepts do not keep one waiting, and one after the other does not keep twenty waiting for ever. Used under its owner's lock.
/// </summary>
internal sealed class WaitingLine
{
    private readonly LinkedList<(WaitingOrder Waiting, long Turn)> _orders = [];
    private long _arrived;

    public int Count => _orders.Count;

    public void Add(WaitingOrder waiting)
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

    /// <summary>Nothing happens where it is gone already.</summary>
    public void Remove(WaitingOrder waiting)
    {
        for (var node = _orders.First; node is not null; node = node.Next)
            if (ReferenceEquals(node.Value.Waiting, waiting))
            {
                _orders.Remove(node);
                return;
            }
    }

    public void Fail(Exception reason)
    {
        foreach (var (waiting, _) in _orders)
            waiting.Fail(reason);
        _orders.Clear();
    }

    /// <summary>The first, and those behind it that fit, in order; none where none waits.</summary>
    /// <param name="most">Most orders of a batch that begins with this one.</param>
    public List<WaitingOrder> Take(Func<WaitingOrder, int> most) => Take(_orders.First, most);

    /// <summary>The first that is not long, and those behind it that fit; none where none waits.</summary>
    /// <param name="most">Most orders of a batch that begins with this one.</param>
    public List<WaitingOrder> TakeShort(Func<WaitingOrder, int> most)
    {
        var first = _orders.First;
        while (first is not null && first.Value.Waiting.Order.IsLong)
            first = first.Next;
        return Take(first, most);
    }

    private List<WaitingOrder> Take(LinkedListNode<(WaitingOrder Waiting, long Turn)>? first, Func<WaitingOrder, int> most)
    {
        if (first is null)
            return [];
        var (limit, batch) = (most(first.Value.Waiting), new List<WaitingOrder> { first.Value.Waiting });
        for (var node = first.Next; node is not null && batch.Count < limit; node = node.Next)
            if (batch[0].Fits(node.Value.Waiting))
                batch.Add(node.Value.Waiting);
        batch.ForEach(Remove);
        return batch;
    }
}
