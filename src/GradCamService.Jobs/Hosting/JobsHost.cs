using GradCamService.Jobs.States;
using GradCamService.Jobs.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GradCamService.Jobs.Hosting;

/// <summary>
/// Opens what keeps jobs, then does all that goes on in the background until the service stops. Nothing that fails there ends the service: it is
/// tried again, and requests that need no job are answered meanwhile.
/// </summary>
/// <param name="options">Of jobs.</param>
/// <param name="database">Where jobs are.</param>
/// <param name="availability">Told when they can be taken.</param>
/// <param name="loops">What goes on, by name.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class JobsHost(
    JobsOptions options, JobsDatabase database, JobsAvailability availability, IEnumerable<JobLoop> loops, TimeProvider time, ILogger<JobsHost> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The service starts whether this can or not.
        await Task.Yield();
        using var folder = options.HasBroker ? null : await UntilDoneAsync("the jobs' folder", () => Task.FromResult(FolderLock.Take(options.Directory)), stoppingToken);
        await UntilDoneAsync("the jobs' database", async () =>
        {
            await database.MigrateAsync(stoppingToken);
            return true;
        }, stoppingToken);
        availability.Set(null);
        Opened(options.HasBroker ? "PostgreSQL" : "a file");
        await Task.WhenAll(loops.Select(loop => RunAsync(loop, stoppingToken)));
    }

    private async Task<T?> UntilDoneAsync<T>(string what, Func<Task<T>> open, CancellationToken stopping)
    {
        var wait = new GrowingWait(FirstWait, LongestWait);
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            try
            {
                return await open();
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                availability.Set($"Jobs cannot be taken now: {what} cannot be opened{(exception is IOException ? ", or another process has it open" : "")}.");
                CannotOpen(what, exception.GetBaseException().Message);
                await Task.Delay(wait.Next(), time, stopping);
            }
        }
    }

    private async Task RunAsync(JobLoop loop, CancellationToken stopping)
    {
        var wait = new GrowingWait(FirstWait, LongestWait);
        while (!stopping.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await loop.RunAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (time.GetElapsedTime(started) > LongestWait)
                    wait.Reset();
                Failed(exception, loop.Name);
                await Task.Delay(wait.Next(), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Jobs are kept in {Place} and can be taken")]
    private partial void Opened(string place);

    [LoggerMessage(LogLevel.Warning, "Jobs cannot be taken: {What} cannot be opened: {Reason}")]
    private partial void CannotOpen(string what, string reason);

    [LoggerMessage(LogLevel.Error, "{Loop} failed and is begun again")]
    private partial void Failed(Exception exception, string loop);
}

/// <summary>Something that goes on for as long as the service runs.</summary>
/// <param name="Name">For the log.</param>
/// <param name="RunAsync">Ends only when it is stopped, or fails and is begun again.</param>
public sealed record JobLoop(string Name, Func<CancellationToken, Task> RunAsync);
