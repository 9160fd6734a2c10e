namespace GradCamService.Commands.Client;

/// <summary><c>jobs submit</c>: sends what a job is made of, and waits for its end where that is asked for.</summary>
internal static class Submitting
{
    // A service that is started anew is back by then. The key makes sure that one job comes of it, however often it is sent.
    private const int Tries = 4;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(JobsTask task)
    {
        if (task.Settings is { Output: not null, Wait: false })
            throw new WrongArgumentsException("'--output' needs '--wait': there is no result before the job has ended.");
        var form = new JobBody(task.Settings);
        var job = await SendAsync(task, form);
        await task.Streams.Output.WriteLineAsync(job.Id);
        if (!task.Settings.Wait)
            return ExitCodes.Done;
        return await Waiting.RunAsync(task, job, task.Settings.Output);
    }

    private static async Task<Jobs.JobResponse> SendAsync(JobsTask task, JobBody form)
    {
        var key = task.Settings.Key ?? Guid.NewGuid().ToString("N");
        for (var attempt = 1; ; attempt++)
            try
            {
                using var body = form.Make();
                return await task.Client.SubmitAsync(body, key, task.Cancellation);
            }
            catch (HttpRequestException) when (attempt < Tries && !task.Cancellation.IsCancellationRequested)
            {
                await Task.Delay(FirstWait * attempt, task.Cancellation);
            }
    }
}
