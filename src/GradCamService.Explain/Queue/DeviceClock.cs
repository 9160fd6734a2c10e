namespace GradCamService.Explain.Queue;

/// <summary>Tells the waiting room and operators for which lane the device worked, and how long. On the device's thread only.</summary>
internal sealed class DeviceClock(WaitingRoom waiting, QueueMetrics metrics, TimeProvider time)
{
    private long _since;
    private Lane? _paused;

    /// <summary>Times what the device does for a lane, also where it fails.</summary>
    public T Run<T>(Lane lane, Func<T> work)
    {
        _since = time.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            Charge(lane);
        }
    }

    /// <summary>Does something else between two passes of an order: its time is not the order's.</summary>
    /// <param name="lane">The order's.</param>
    /// <param name="others">What is done; it times itself.</param>
    public void Between(Lane lane, Action others)
    {
        Charge(lane);
        var before = _paused;
        _paused = lane;
        try
        {
            others();
        }
        finally
        {
            _paused = before;
            _since = time.GetTimestamp();
        }
    }

    private void Charge(Lane lane)
    {
        var elapsed = time.GetElapsedTime(_since);
        _since = time.GetTimestamp();
        waiting.Took(lane, elapsed, _paused);
        metrics.Computed(lane, elapsed);
    }
}
