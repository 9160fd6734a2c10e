using GradCamService.Jobs;

namespace GradCamService.Commands.Client;

/// <summary>Waits for a job's end and shows how far it is. A service that is away is awaited: its jobs are kept.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAway = TimeSpan.FromMinutes(2);

    /// <param name="task">What it works with.</param>
    /// <param name="job">As it was seen last.</param>
    /// <param name="output">A folder for the result's files; null: they stay where they are.</param>
    /// <returns>One of <see cref="ExitCodes"/>, by how the job ended.</returns>
    public static async Task<int> RunAsync(JobsTask task, JobResponse job, string? output)
    {
        var last = job;
        var shown = 0;
        await ImageProgress.ShowAsync(task.Streams, hasBar: true, job.Progress.Total, async advance =>
        {
            while (true)
            {
                for (; shown < last.Progress.Done; shown++)
                    advance();
                if (last.FinishedAt is not null)
                    return;
                await Task.Delay(Interval, task.Cancellation);
                last = await LookAsync(task, job.Id);
            }
        });
        if (output is not null && last.State is "succeeded")
            await Saving.UnpackAsync(task, job.Id, output);
        await task.Streams.Errors.WriteLineAsync(Summary(last));
        return last.State != "succeeded" ? ExitCodes.Failed : last.Progress.Failed > 0 ? ExitCodes.UnreadableImages : ExitCodes.Done;
    }

    private static string Summary(JobResponse job)
    {
        var (done, failed, total) = (job.Progress.Done, job.Progress.Failed, job.Progress.Total);
        var words = FormattableString.Invariant($"The job {(job.State is "cancelled" ? "was cancelled" : job.State)}: {done - failed} of {total} images are done")
            + (failed > 0 ? FormattableString.Invariant($"; {failed} could not be, and the result says why") : "");
        return string.Join(Environment.NewLine, [words, .. job.Problem is { } problem ? ServiceProblem.Words(problem) : []]);
    }

    private static async Task<JobResponse> LookAsync(JobsTask task, string id)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await task.Client.GetAsync(id, task.Cancellation);
            }
            catch (Exception exception) when (exception is HttpRequestException or CommandFailedException && clock.Elapsed < LongestAway)
            {
                await Task.Delay(Interval, task.Cancellation);
            }
        }
    }
}
