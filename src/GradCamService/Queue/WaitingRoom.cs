namespace GradCamService.Queue;

/// <summary>
/// Jobs in the order of their turns: that of arrival, but a job lets as many later ones pass as it has more rounds than they. So twenty
/// concepts do not keep one waiting, and one after the other does not keep twenty waiting for ever. A batch is what waits when the device
/// is free and fits together; there is no timer.
/// </summary>
public sealed class WaitingRoom
{
    private readonly LinkedList<(InferenceJob Job, long Turn)> _jobs = [];
    private readonly object _gate = new();
    private long _arrived;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
                return _jobs.Count;
        }
    }

    public void Enter(InferenceJob job)
    {
        lock (_gate)
        {
            var turn = _arrived++ + job.Rounds;
            var before = _jobs.Last;
            while (before is not null && before.Value.Turn > turn)
                before = before.Previous;
            if (before is null)
                _jobs.AddFirst((job, turn));
            else
                _jobs.AddAfter(before, (job, turn));
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>No more jobs will come; those that wait are still taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for a job and takes with the first those behind it that fit, in order. Empty once closed and empty.</summary>
    /// <param name="most">Most jobs of a batch.</param>
    public IReadOnlyList<InferenceJob> TakeBatch(int most)
    {
        lock (_gate)
        {
            while (_jobs.Count == 0 && !_closed)
                Monitor.Wait(_gate);
            var batch = new List<InferenceJob>();
            for (var node = _jobs.First; node is not null;)
            {
                var (next, job) = (node.Next, node.Value.Job);
                if (batch.Count < Math.Min(most, job.Key.Model.MaxBatch) && (batch.Count == 0 || batch[0].Fits(job)))
                {
                    batch.Add(job);
                    _jobs.Remove(node);
                }
                node = next;
            }
            return batch;
        }
    }
}
