using System.Diagnostics;
using GradCamService.Explain.Queue;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;
using Microsoft.Extensions.Logging;

namespace GradCamService.Jobs.Work;

/// <summary>Computes one part: begun, computed by its job's kind, stored. Whatever stops it in the middle, it is done again and counted once.</summary>
/// <param name="parts">Where parts are.</param>
/// <param name="blobs">Where answers are.</param>
/// <param name="kinds">The table of kinds.</param>
/// <param name="gate">How many at once.</param>
/// <param name="running">Tells of jobs that are cancelled meanwhile.</param>
/// <param name="metrics">Told of every end.</param>
/// <param name="logger">The log.</param>
public sealed partial class PartRunner(
    PartStore parts, IBlobs blobs, IEnumerable<JobKind> kinds, PartGate gate, RunningJobs running, JobMetrics metrics, ILogger<PartRunner> logger)
{
    /// <exception cref="OperationCanceledException">The process ends; the part is given back.</exception>
    public async Task RunAsync(PartKey key, CancellationToken stopping)
    {
        if (await parts.FindAsync(key) is not { State: PartState.Waiting } waiting)
            return;
        using var place = await gate.EnterAsync(waiting.IsAlone || waiting.Attempts > 0, stopping);
        // Stopped in its commit it might have counted an attempt, and nobody would know that there is one to take back.
        if (await parts.BeginAsync(key, job => KindOf(job).AreItemsApart, CancellationToken.None) is not { } begun)
            return;
        using var job = running.Enter(key.JobId);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(job.Ended, stopping);
        try
        {
            await FinishAsync(begun, ending.Token);
        }
        catch (Exception exception) when (job.Ended.IsCancellationRequested)
        {
            // What was stored after the cancelling deleted the job's blobs.
            await blobs.DeleteAsync(key.JobId, stopping);
            metrics.PartEnded(begun.Job.Kind, "cancelled");
            if (exception is not OperationCanceledException)
                Failed(exception, key.JobId, key.Number);
        }
        catch (Exception exception)
        {
            metrics.PartEnded(begun.Job.Kind, "returned");
            // What the part is not to blame for is not counted; anything else is, so that it ends after its tries.
            if (IsPassing(exception))
                await parts.GiveBackAsync(key, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Whether a machine, a store or a shutdown is to blame.</summary>
    private static bool IsPassing(Exception exception) =>
        exception is OperationCanceledException or UnavailableException or StorageException or DatabaseAwayException or DatabaseFullException;

    /// <summary>Fails a part that nobody could compute.</summary>
    public async Task AbandonAsync(PartKey key, CancellationToken stopping)
    {
        if (await parts.BeginAsync(key, _ => false, stopping) is { } begun)
            await StoreAsync(begun, KindOf(begun.Job).Abandon(begun) with { IsAbandoned = true }, "abandoned");
    }

    private async Task FinishAsync(BegunPart begun, CancellationToken cancellation)
    {
        using var activity = JobTraces.Source.StartActivity("part", ActivityKind.Consumer, begun.Job.Trace);
        activity?.SetTag("gradcam.job", begun.Job.Id).SetTag("gradcam.part", begun.Part.Number).SetTag("gradcam.attempt", begun.Part.Attempts);
        var kind = KindOf(begun.Job);
        var isAbandoned = begun.Part.Attempts > PartStore.MostAttempts;
        if (isAbandoned)
            Abandoned(begun.Job.Id, begun.Part.Number, PartStore.MostAttempts);
        var finished = isAbandoned ? kind.Abandon(begun) with { IsAbandoned = true } : await kind.ComputeAsync(begun, cancellation);
        await StoreAsync(begun, finished, isAbandoned ? "abandoned" : "done");
    }

    private async Task StoreAsync(BegunPart begun, FinishedPart finished, string end)
    {
        var kind = KindOf(begun.Job);
        // The answers are there: a shutdown that comes now need not lose them.
        await parts.FinishAsync(begun, finished, kind.HasConclusion, CancellationToken.None);
        metrics.PartEnded(kind.Name, end);
        metrics.ItemsAnswered(kind.Name, begun.Part.Count, finished.Failed + finished.Items.Count(item => item.Problem is not null));
    }

    private JobKind KindOf(Job job) => kinds.FirstOrDefault(kind => kind.Name == job.Kind)
        ?? throw new InvalidOperationException($"This version computes no jobs of kind '{job.Kind}'.");

    [LoggerMessage(LogLevel.Error, "Part {Part} of job {Job} failed after its job was cancelled")]
    private partial void Failed(Exception exception, string job, int part);

    [LoggerMessage(LogLevel.Error, "Part {Part} of job {Job} has ended its worker or failed {Attempts} times; it is not tried again")]
    private partial void Abandoned(string job, int part, int attempts);
}
