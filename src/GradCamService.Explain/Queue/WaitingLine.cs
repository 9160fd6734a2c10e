namespace GradCamService.Explain.Queue;

/// <summary>
/// Orders of one lane. Callers take turns; among one caller's, the order is that of arrival, but an order lets as many later ones pass as it has more
/// rounds than they. So twenty concepts do not keep one waiting, and one after the other does not keep twenty waiting for ever. Used under its owner's lock.
/// </summary>
internal sealed class WaitingLine
{
    private readonly FairLine<WaitingOrder> _orders = new();

    public int Count => _orders.Count;

    public void Add(WaitingOrder waiting) => _orders.Add(waiting.Caller, waiting, cost: 1 + waiting.Order.Rounds, patience: waiting.Order.Rounds);

    /// <summary>Nothing happens where it is gone already.</summary>
    public void Remove(WaitingOrder waiting) => _orders.Remove(waiting.Caller, waiting);

    public void Fail(Exception reason) => _orders.Clear().ForEach(waiting => waiting.Fail(reason));

    /// <summary>The first, and those behind it that fit, in order; none where none waits.</summary>
    /// <param name="most">Most orders of a batch that begins with this one.</param>
    public List<WaitingOrder> Take(Func<WaitingOrder, int> most) => _orders.Take(_ => true, Fit, most);

    /// <summary>The first that is not long, and those behind it that fit; none where none waits.</summary>
    /// <param name="most">Most orders of a batch that begins with this one.</param>
    public List<WaitingOrder> TakeShort(Func<WaitingOrder, int> most) => _orders.Take(waiting => !waiting.Order.IsLong, Fit, most);

    private static bool Fit(WaitingOrder first, WaitingOrder other) => first.Fits(other);
}
