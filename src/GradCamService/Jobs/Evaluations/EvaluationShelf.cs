using GradCamService.Jobs.States;

namespace GradCamService.Jobs.Evaluations;

/// <summary>
/// What parts of a job share in this process, made once: a few evaluations are kept, for some minutes after their last part. With one goes its folder, and
/// those whose job is cancelled go as soon as nobody computes any longer.
/// </summary>
internal sealed class EvaluationShelf
{
    // Those that nobody uses now. Datasets are some megabytes in memory, archives as large on the disk as they may be.
    private const int MostUnused = 2;
    private static readonly TimeSpan LongestUnused = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Entry> _entries = [];
    private readonly UnpackedFolders _folders;
    private readonly TimeProvider _time;

    public EvaluationShelf(UnpackedFolders folders, JobNews news, TimeProvider time)
    {
        (_folders, _time) = (folders, time);
        news.IsCancelled += Forget;
    }

    /// <summary>What a job's parts share, made where it is not there; dispose the lease when the part ends.</summary>
    /// <exception cref="Exception">Those of <see cref="PreparedEvaluation.OfAsync"/>; the next who asks tries again.</exception>
    public async Task<Lease> EnterAsync(JobServices services, string job, JobOrder order, CancellationToken cancellation)
    {
        var entry = Take(job);
        try
        {
            await entry.Making.WaitAsync(cancellation);
            try
            {
                entry.Made ??= await PreparedEvaluation.OfAsync(services, job, order, _folders.Of(job), cancellation);
            }
            finally
            {
                entry.Making.Release();
            }
            return new Lease(this, job, entry.Made);
        }
        catch
        {
            Leave(job);
            throw;
        }
    }

    /// <summary>Lets go of a job's as soon as nobody uses it.</summary>
    public void Forget(string job)
    {
        lock (_entries)
            if (_entries.TryGetValue(job, out var entry))
            {
                entry.IsForgotten = true;
                Drop();
            }
    }

    /// <summary>Lets go of what nobody has used for long.</summary>
    public void Tidy()
    {
        lock (_entries)
            Drop();
    }

    private Entry Take(string job)
    {
        lock (_entries)
        {
            if (!_entries.TryGetValue(job, out var entry))
                _entries[job] = entry = new Entry();
            entry.Users++;
            return entry;
        }
    }

    private void Leave(string job)
    {
        lock (_entries)
        {
            var entry = _entries[job];
            entry.Users--;
            entry.LastUsed = _time.GetTimestamp();
            Drop();
        }
    }

    private void Drop()
    {
        var unused = _entries.Where(entry => entry.Value.Users == 0).OrderByDescending(entry => entry.Value.LastUsed).ToList();
        foreach (var (i, (job, entry)) in unused.Index())
            if (i >= MostUnused || entry.IsForgotten || entry.Made is null || _time.GetElapsedTime(entry.LastUsed) > LongestUnused)
            {
                _entries.Remove(job);
                entry.Making.Dispose();
                entry.Made?.Dispose();
                _folders.Delete(job);
            }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Making { get; } = new(1);

        public PreparedEvaluation? Made { get; set; }

        public int Users { get; set; }

        public long LastUsed { get; set; }

        public bool IsForgotten { get; set; }
    }

    /// <summary>Keeps an evaluation from being let go.</summary>
    public sealed class Lease(EvaluationShelf shelf, string job, PreparedEvaluation evaluation) : IDisposable
    {
        private int _isLeft;

        public PreparedEvaluation Evaluation => evaluation;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
                shelf.Leave(job);
        }
    }
}
