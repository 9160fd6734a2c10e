using System.Diagnostics;

namespace GradCamService.Explain.Queue;

/// <summary>
/// A fixed number of workers, for what a core is busy with: decoding and drawing. Where both lanes wait for one, they take turns as they do at the device: a
/// request's photo does not stand behind all of a job's; and so do callers of one lane.
/// </summary>
/// <param name="count">How many, ≥ 1.</param>
/// <param name="share">Least share of the background lane, 0 to 1.</param>
internal sealed class Workers(int count, double share)
{
    private readonly FairLine<TaskCompletionSource> _interactive = new();
    private readonly FairLine<TaskCompletionSource> _background = new();
    private readonly LaneShare _share = new(share);
    private readonly object _gate = new();
    private int _free = count;

    /// <returns>What it made, and how long it took, without the wait for a worker.</returns>
    public async Task<(T Made, TimeSpan Elapsed)> WorkAsync<T>(Lane lane, Func<T> work, CancellationToken cancellation, Caller? caller = null)
    {
        cancellation.ThrowIfCancellationRequested();
        await EnterAsync(lane, caller ?? Caller.Anonymous, cancellation);
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
            Leave(lane, Stopwatch.GetElapsedTime(entered));
        }
    }

    private async Task EnterAsync(Lane lane, Caller caller, CancellationToken cancellation)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }
            Line(lane).Add(caller, turn, cost: 1);
        }
        using var leaving = cancellation.Register(() =>
        {
            lock (_gate)
                if (Line(lane).Remove(caller, turn))
                    turn.SetCanceled(cancellation);
        });
        await turn.Task;
    }

    private void Leave(Lane lane, TimeSpan time)
    {
        lock (_gate)
        {
            _share.Took(lane, time, otherWaits: Line(lane.Other()).Count > 0);
            var next = _background.Count == 0 ? _interactive : _interactive.Count == 0 ? _background : Line(_share.Next);
            if (next.TakeNext() is { } turn)
                turn.SetResult();
            else
                _free++;
        }
    }

    private FairLine<TaskCompletionSource> Line(Lane lane) => lane == Lane.Interactive ? _interactive : _background;
}
