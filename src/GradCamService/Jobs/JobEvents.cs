using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using GradCamService.Jobs.States;

namespace GradCamService.Jobs;

/// <summary>A job's changes as they happen.</summary>
internal static class JobEvents
{
    // Often enough for a bar that moves, seldom enough for many who look.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // Proxies cut a connection on which nothing comes.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(20);

    /// <summary>An event for each change that is seen, until the job has ended or is gone.</summary>
    /// <param name="services">Where jobs are.</param>
    /// <param name="caller">Whose; null: anybody's.</param>
    /// <param name="id">Which.</param>
    /// <param name="last">The version that was seen last; -1: none.</param>
    /// <param name="stopping">The service ends; whoever looks goes on at another.</param>
    /// <param name="cancellation">Nobody looks any longer.</param>
    public static async IAsyncEnumerable<SseItem<JobResponse>> OfAsync(
        JobServices services, string? caller, string id, long last, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellation)
    {
        JobState? state = null;
        var spoken = services.Time.GetTimestamp();
        while (await services.Store.FindAsync(caller, id) is { } job)
        {
            if (job.Version > last || services.Time.GetElapsedTime(spoken) > LongestSilence)
            {
                spoken = services.Time.GetTimestamp();
                var isNewState = state != job.State;
                (last, state) = (job.Version, job.State);
                yield return new SseItem<JobResponse>(await JobResponse.OfAsync(services.Store, job, services.Time), isNewState ? "state" : "progress")
                {
                    EventId = job.Version.ToString(CultureInfo.InvariantCulture),
                };
            }
            if (!job.State.IsOpen())
                yield break;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
            await Task.Delay(Interval, services.Time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
            if (stopping.IsCancellationRequested)
                yield break;
        }
    }
}
