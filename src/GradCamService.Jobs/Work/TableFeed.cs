using GradCamService.Jobs.States;
using Microsoft.Extensions.Logging;

namespace GradCamService.Jobs.Work;

/// <summary>Parts of the one process that has the tables: taken from them in their order. What was not finished when it ended is taken again when it starts.</summary>
/// <param name="parts">Where parts are.</param>
/// <param name="news">Tells of new ones.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class TableFeed(PartStore parts, JobNews news, TimeProvider time, ILogger<TableFeed> logger) : IPartFeed
{
    // What nobody told of is found by then.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<PartKey, Task> _inHand = [];
    private readonly GrowingWait _wait = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));

    public async Task RunAsync(Func<PartKey, CancellationToken, Task> work, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var next = news.NextParts;
            foreach (var done in _inHand.Where(part => part.Value.IsCompleted).Select(part => part.Key).ToList())
                _inHand.Remove(done);
            // One more than are computed waits at the gate, so that none is looked for in between.
            var free = PartGate.AtOnce + 1 - _inHand.Count;
            var found = free > 0 ? await parts.NextAsync(_inHand.Keys, free) : [];
            foreach (var key in found)
                _inHand[key] = Task.Run(() => ComputeAsync(key, work, stopping), CancellationToken.None);
            if (found.Count == 0)
                await Task.WhenAny([.. _inHand.Values, next, Task.Delay(Interval, time, stopping)]);
            else if (found.Count == free)
                await Task.WhenAny(_inHand.Values);
        }
        await Task.WhenAll(_inHand.Values);
    }

    private async Task ComputeAsync(PartKey key, Func<PartKey, CancellationToken, Task> work, CancellationToken stopping)
    {
        try
        {
            await work(key, stopping);
            _wait.Reset();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It is taken again at the next start.
        }
        catch (Exception exception)
        {
            Failed(exception, key.JobId, key.Number);
            await Task.Delay(_wait.Next(), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Error, "Part {Part} of job {Job} could not be computed now; it is tried again")]
    private partial void Failed(Exception exception, string job, int part);
}
