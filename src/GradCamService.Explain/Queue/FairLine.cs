namespace GradCamService.Explain.Queue;

/// <summary>
/// What waits of several callers, by turns: start-time fair queueing (Goyal, Vin and Cheng, SIGCOMM 1996). A caller's clock goes on by what each of its
/// turns costs, divided by its weight, and whose clock is least is next; who comes anew begins at the least of those who wait. A turn costs more the more its
/// caller has waiting. So a flood makes its own sender wait, and floods of many senders nobody else for more than the batch that is taken already. Used
/// under its owner's lock.
/// </summary>
internal sealed class FairLine<T> where T : class
{
    // A turn of somebody who floods costs so many times as much: whoever asks one thing at a time has a turn in each batch of eight beside fifty who flood.
    private const int MostTimes = 8;

    private readonly Dictionary<string, CallerLine> _lines = [];
    private long _arrived;
    private double _now;

    /// <summary>All that waits.</summary>
    public int Count { get; private set; }

    /// <param name="caller">Whose it is.</param>
    /// <param name="waiting">What waits.</param>
    /// <param name="cost">What its turn takes, &gt; 0; in the same unit for all of a line.</param>
    /// <param name="patience">How many of the same caller that come later it lets pass, less their own.</param>
    public void Add(Caller caller, T waiting, int cost, int patience = 0)
    {
        if (!_lines.TryGetValue(caller.Name, out var line))
            _lines[caller.Name] = line = new CallerLine();
        if (line.First is null)
            // A flood that is over is not paid for longer than a turn of it.
            line.Clock = Math.Clamp(line.Clock, _now, _now + ((double)MostTimes * cost / caller.Weight));
        line.Weight = caller.Weight;
        line.Add(waiting, cost, patience, _arrived++);
        Count++;
    }

    /// <summary>Takes it away; nothing happens where it is gone already.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(Caller caller, T waiting)
    {
        if (!_lines.TryGetValue(caller.Name, out var line) || line.Find(waiting) is not { } node)
            return false;
        line.Remove(node);
        Count--;
        ForgetIdle();
        return true;
    }

    /// <summary>Takes the next one; null where none waits.</summary>
    public T? TakeNext() => Take(_ => true, (_, _) => false, _ => 1) is [var next] ? next : null;

    /// <summary>Takes the next that may begin, and those behind it that fit, in the order of their turns; none where none may.</summary>
    /// <param name="begins">Whether it may be the first.</param>
    /// <param name="fits">Whether the second may come with the first.</param>
    /// <param name="most">Most of them, with this one as the first; at least that one is taken.</param>
    public List<T> Take(Func<T, bool> begins, Func<T, T, bool> fits, Func<T, int> most)
    {
        var turns = new PriorityQueue<(CallerLine Line, LinkedListNode<Entry> Node), (double Clock, int Count, long Arrived)>();
        foreach (var line in _lines.Values)
            if (line.First is { } first)
                turns.Enqueue((line, first), (line.Clock, line.Count, first.Value.Arrived));
        if (turns.TryPeek(out _, out var least))
            _now = least.Clock;
        var (taken, limit) = (new List<T>(), int.MaxValue);
        while (taken.Count < limit && turns.TryDequeue(out var turn, out _))
        {
            var ((line, node), behind) = (turn, turn.Node.Next);
            var waiting = node.Value.Waiting;
            if (taken.Count == 0 ? begins(waiting) : fits(taken[0], waiting))
            {
                limit = taken.Count == 0 ? most(waiting) : limit;
                taken.Add(waiting);
                line.Clock += (double)node.Value.Cost * Math.Min(line.Count, MostTimes) / line.Weight;
                line.Remove(node);
            }
            if (behind is not null)
                turns.Enqueue((line, behind), (line.Clock, line.Count, behind.Value.Arrived));
        }
        Count -= taken.Count;
        ForgetIdle();
        return taken;
    }

    /// <summary>Takes all.</summary>
    public List<T> Clear()
    {
        var all = _lines.Values.SelectMany(line => line.All).ToList();
        _lines.Clear();
        (Count, _now) = (0, 0);
        return all;
    }

    /// <summary>Whoever waits for nothing and has had no more than those who wait is as good as new; where nobody waits, all are.</summary>
    private void ForgetIdle()
    {
        if (Count == 0)
            Clear();
        foreach (var (name, line) in _lines)
            if (line.First is null && line.Clock <= _now)
                _lines.Remove(name);
    }

    /// <param name="Waiting">What waits.</param>
    /// <param name="Cost">What its turn takes.</param>
    /// <param name="Turn">Its turn among those of its caller.</param>
    /// <param name="Arrived">When it came, among all.</param>
    private sealed record Entry(T Waiting, int Cost, long Turn, long Arrived);

    private sealed class CallerLine
    {
        private readonly LinkedList<Entry> _waiting = [];
        private long _arrived;

        /// <summary>What its turns have cost so far, by its weight.</summary>
        public double Clock { get; set; }

        public int Weight { get; set; }

        public int Count => _waiting.Count;

        public LinkedListNode<Entry>? First => _waiting.First;

        public IEnumerable<T> All => _waiting.Select(entry => entry.Waiting);

        public void Add(T waiting, int cost, int patience, long arrived)
        {
            var entry = new Entry(waiting, cost, _arrived++ + patience, arrived);
            var before = _waiting.Last;
            while (before is not null && before.Value.Turn > entry.Turn)
                before = before.Previous;
            if (before is null)
                _waiting.AddFirst(entry);
            else
                _waiting.AddAfter(before, entry);
        }

        public LinkedListNode<Entry>? Find(T waiting)
        {
            var node = _waiting.First;
            while (node is not null && !ReferenceEquals(node.Value.Waiting, waiting))
                node = node.Next;
            return node;
        }

        public void Remove(LinkedListNode<Entry> node) => _waiting.Remove(node);
    }
}
