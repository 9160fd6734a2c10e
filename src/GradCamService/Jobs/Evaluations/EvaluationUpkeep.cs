namespace GradCamService.Jobs.Evaluations;

/// <summary>Deletes what ended processes left at the start, and lets go of evaluations that nobody has computed for long.</summary>
internal sealed partial class EvaluationUpkeep(
    EvaluationShelf shelf, UnpackedFolders folders, TimeProvider time, ILogger<EvaluationUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            folders.DeleteLeftovers(time);
        }
        catch (Exception exception)
        {
            // What was left takes room, and nothing else.
            Failed(exception);
        }
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            shelf.Tidy();
    }

    [LoggerMessage(LogLevel.Warning, "Folders that ended processes left cannot be looked for")]
    private partial void Failed(Exception exception);
}
