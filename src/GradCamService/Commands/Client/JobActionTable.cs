namespace GradCamService.Commands.Client;

/// <summary>What <c>jobs</c> does. A new action is a row here.</summary>
internal static class JobActionTable
{
    public static IReadOnlyList<JobAction> All { get; } =
    [
        new("submit", 0, int.MaxValue, Submitting.RunAsync),
        new("list", 0, 0, Showing.ListAsync),
        new("show", 1, 1, Showing.ShowAsync),
        new("result", 1, 1, Saving.RunAsync),
        new("cancel", 1, 1, CancelAsync),
    ];

    private static async Task<int> CancelAsync(JobsTask task)
    {
        await task.Client.CancelAsync(task.Settings.Targets[0], task.Cancellation);
        await task.Streams.Errors.WriteLineAsync("Cancelled, or deleted where it had ended");
        return ExitCodes.Done;
    }
}

/// <summary>An action.</summary>
/// <param name="Name">As it is typed.</param>
/// <param name="Least">Fewest targets.</param>
/// <param name="Most">Most targets.</param>
/// <param name="RunAsync">Does it; gives one of <see cref="ExitCodes"/>.</param>
internal sealed record JobAction(string Name, int Least, int Most, Func<JobsTask, Task<int>> RunAsync);

/// <summary>What an action works with.</summary>
/// <param name="Client">The service.</param>
/// <param name="Settings">What was typed.</param>
/// <param name="Streams">Where it writes.</param>
/// <param name="Cancellation">Signalled by Ctrl-C.</param>
internal sealed record JobsTask(JobsClient Client, JobsSettings Settings, Streams Streams, CancellationToken Cancellation);
