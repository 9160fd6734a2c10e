using System.Globalization;
using GradCamService.Jobs;

namespace GradCamService.Commands.Client;

/// <summary><c>jobs list</c> and <c>jobs show</c>.</summary>
internal static class Showing
{
    /// <summary>A line a job, newest first.</summary>
    public static async Task<int> ListAsync(JobsTask task)
    {
        var jobs = await task.Client.ListAsync(task.Settings.State, task.Settings.Kind, task.Cancellation);
        await task.Streams.Output.WriteLineAsync(Line("id", "state", "done of total", "kind", "model"));
        foreach (var job in jobs)
            await task.Streams.Output.WriteLineAsync(Line(job.Id, job.State, Done(job), job.Kind, job.Model));
        return ExitCodes.Done;
    }

    /// <summary>All that is known of a job, a line each.</summary>
    public static async Task<int> ShowAsync(JobsTask task)
    {
        var job = await task.Client.GetAsync(task.Settings.Targets[0], task.Cancellation);
        if (task.Settings.Wait)
            return await Waiting.RunAsync(task, job, task.Settings.Output);
        var lines = new (string Name, string? Value)[]
        {
            ("id", job.Id),
            ("kind", job.Kind),
            ("model", job.Model),
            ("state", job.State),
            ("done", Done(job)),
            ("failed", job.Progress.Failed.ToString(CultureInfo.InvariantCulture)),
            ("images/s", job.Progress.ItemsPerSecond?.ToString(CultureInfo.InvariantCulture)),
            ("seconds left", job.Progress.SecondsLeft?.ToString(CultureInfo.InvariantCulture)),
            ("created", Time(job.CreatedAt)),
            ("started", Time(job.StartedAt)),
            ("finished", Time(job.FinishedAt)),
            ("expires", Time(job.ExpiresAt)),
            ("attempts", job.Attempts.ToString(CultureInfo.InvariantCulture)),
            ("webhook", job.Webhook?.State),
            ("problem", job.Problem is { } problem ? string.Join(' ', ServiceProblem.Words(problem)) : null),
        };
        foreach (var (name, value) in lines.Where(line => line.Value is not null))
            await task.Streams.Output.WriteLineAsync($"{name,-14}{value}");
        return ExitCodes.Done;
    }

    private static string Line(string id, string state, string done, string kind, string model) =>
        $"{id,-32}  {state,-9}  {done,15}  {kind,-11}  {model}";

    private static string Done(JobResponse job) => FormattableString.Invariant($"{job.Progress.Done} of {job.Progress.Total}");

    private static string? Time(DateTimeOffset? time) => time?.ToString("u", CultureInfo.InvariantCulture);
}
