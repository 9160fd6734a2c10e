namespace GradCamService.Queue;

/// <summary>Jobs in order of arrival. A batch is what waits when the device is free and fits together; there is no timer.</summary>
public sealed class WaitingRoom
{
    private readonly LinkedList<InferenceJob> _jobs = [];
    private readonly object _gate = new();
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
            _jobs.AddLast(job);
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

    /// <summary>Waits for the first job and takes with it those behind it that fit, in order. Empty once closed and empty.</summary>
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
                var next = node.Next;
                if (batch.Count < Math.Min(most, node.Value.Key.Model.MaxBatch) && (batch.Count == 0 || batch[0].Key == node.Value.Key))
                {
                    batch.Add(node.Value);
                    _jobs.Remove(node);
                }
                node = next;
            }
            return batch;
        }
    }
}
