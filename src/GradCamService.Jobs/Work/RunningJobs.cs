using GradCamService.Jobs.States;

namespace GradCamService.Jobs.Work;

/// <summary>Tokens of the jobs whose parts are computed here, signalled when a job is cancelled: at once where that happens in this process, else at the next look.</summary>
public sealed class RunningJobs
{
    // A caller is told that running work stops within a second.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    private readonly Dictionary<string, (CancellationTokenSource Source, int Parts)> _running = [];
    private readonly PartStore _parts;
    private readonly TimeProvider _time;

    public RunningJobs(PartStore parts, JobNews news, TimeProvider time)
    {
        (_parts, _time) = (parts, time);
        news.IsCancelled += Stop;
    }

    /// <summary>A part of a job begins; dispose what it gives when the part ends.</summary>
    public Running Enter(string job)
    {
        lock (_running)
        {
            var (source, parts) = _running.TryGetValue(job, out var found) ? found : (new CancellationTokenSource(), 0);
            _running[job] = (source, parts + 1);
            return new Running(this, job, source.Token);
        }
    }

    /// <summary>Looks for jobs that other processes cancelled, until it is stopped.</summary>
    public async Task WatchAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            string[] jobs;
            lock (_running)
                jobs = [.. _running.Keys];
            if (jobs.Length > 0)
                foreach (var ended in await _parts.EndedAsync(jobs))
                    Stop(ended);
        }
    }

    private void Stop(string job)
    {
        CancellationTokenSource? source;
        lock (_running)
            source = _running.TryGetValue(job, out var found) ? found.Source : null;
        source?.Cancel();
    }

    private void Leave(string job)
    {
        lock (_running)
        {
            var (source, parts) = _running[job];
            if (parts > 1)
                _running[job] = (source, parts - 1);
            else
                _running.Remove(job);
        }
    }

    /// <summary>A part that is computed.</summary>
    /// <param name="jobs">Where it is known.</param>
    /// <param name="job">Its job.</param>
    /// <param name="ended">Signalled when the job has ended without it.</param>
    public sealed class Running(RunningJobs jobs, string job, CancellationToken ended) : IDisposable
    {
        public CancellationToken Ended => ended;

        public void Dispose() => jobs.Leave(job);
    }
}
