using System.Diagnostics;

namespace GradCamService.Explain.Queue;

/// <summary>
/// A fixed number of workers, for what a core is busy with: decoding and drawing. Where both lanes wait for one, they take turns as they do at the device: a
/// request's photo does not stand behind all of a job's; and so do callers of one lane. Of several workers, one is kept for what is short: nobody's small photo
/// waits until large ones are decoded.
/// </summary>
/// <param name="count">How many, ≥ 1.</param>
/// <param name="share">Least share of the background lane, 0 to 1.</param>
/// <param name="memory">Bytes that all work which is being done may take.</param>
internal sealed class Workers(int count, double share, long memory = long.MaxValue)
{
    // Whoever waits for memory lets so many pass that need less. Then all wait for it: otherwise it might wait for ever.
    private const int MostPassing = 16;

    private readonly FairLine<Turn> _interactive = new();
    private readonly FairLine<Turn> _background = new();
    private readonly LaneShare _share = new(share);
    private readonly object _gate = new();
    private readonly int _mostLong = Math.Max(1, count - 1);
    private int _free = count;
    private int _long;
    private long _memory = memory;

    /// <param name="lane">Whether somebody waits for it at a connection.</param>
    /// <param name="work">What is to be done.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="caller">Whose turn it takes; null: one's without a name.</param>
    /// <param name="effort">What it costs; its bytes are not more than all there are.</param>
    /// <returns>What it made, and how long it took, without the wait for a worker.</returns>
    public async Task<(T Made, TimeSpan Elapsed)> WorkAsync<T>(
        Lane lane, Func<T> work, CancellationToken cancellation, Caller? caller = null, Effort effort = default)
    {
        cancellation.ThrowIfCancellationRequested();
        await EnterAsync(lane, caller ?? Caller.Anonymous, effort, cancellation);
        var entered = Stopwatch.GetTimestamp();
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
            Leave(lane, effort, Stopwatch.GetElapsedTime(entered));
        }
    }

    private async Task EnterAsync(Lane lane, Caller caller, Effort effort, CancellationToken cancellation)
    {
        var turn = new Turn(effort);
        lock (_gate)
        {
            Line(lane).Add(caller, turn, effort.Cost);
            Begin();
        }
        using var leaving = cancellation.Register(() =>
        {
            lock (_gate)
                if (Line(lane).Remove(caller, turn))
                {
                    turn.Given.SetCanceled(cancellation);
                    // Others may have waited for what it needed.
                    Begin();
                }
        });
        await turn.Given.Task;
    }

    private void Leave(Lane lane, Effort effort, TimeSpan time)
    {
        lock (_gate)
        {
            _share.Took(lane, time, otherWaits: Line(lane.Other()).Count > 0);
            (_free, _long, _memory) = (_free + 1, _long - (effort.IsLong ? 1 : 0), _memory + effort.Bytes);
            Begin();
        }
    }

    private void Begin()
    {
        while (_free > 0 && TakeNext() is { } turn)
        {
            (_free, _long, _memory) = (_free - 1, _long + (turn.Effort.IsLong ? 1 : 0), _memory - turn.Effort.Bytes);
            turn.Given.SetResult();
        }
    }

    private Turn? TakeNext()
    {
        var isHeldUp = false;
        var next = _background.Count == 0 ? Lane.Interactive : _interactive.Count == 0 ? Lane.Background : _share.Next;
        return TakeOf(Line(next), ref isHeldUp) ?? TakeOf(Line(next.Other()), ref isHeldUp);
    }

    /// <param name="line">Whose next turn it is.</param>
    /// <param name="isHeldUp">Whether somebody has let as many pass as it does.</param>
    private Turn? TakeOf(FairLine<Turn> line, ref bool isHeldUp)
    {
        var (isStopped, patient) = (isHeldUp, (Turn?)null);
        var taken = line.Take(turn =>
        {
            if (isStopped || (turn.Effort.IsLong && _long >= _mostLong))
                return false;
            if (turn.Effort.Bytes <= _memory)
                return true;
            patient ??= turn;
            isStopped = patient.Passed >= MostPassing;
            return false;
        }, (_, _) => false, _ => 1);
        isHeldUp = isStopped;
        if (taken.Count == 0)
            return null;
        if (patient is not null)
            patient.Passed++;
        return taken[0];
    }

    private FairLine<Turn> Line(Lane lane) => lane == Lane.Interactive ? _interactive : _background;

    private sealed class Turn(Effort effort)
    {
        public Effort Effort => effort;

        /// <summary>Told when a worker is free for it.</summary>
        public TaskCompletionSource Given { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>How many have begun before it that came later, while it waited for memory.</summary>
        public int Passed { get; set; }
    }
}
