using GradCamService.Configuration;
using GradCamService.Explain.Queue;
using Microsoft.Extensions.Options;

namespace GradCamService.Models;

/// <summary>Looks at the folders of models once a second, which works on every kind of disk and mount.</summary>
internal sealed partial class ModelWatch(ServedModels models, IOptions<ModelsOptions> options, TimeProvider time, ILogger<ModelWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Watch)
            return;
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                if (models.IsLoaded)
                    models.Catalog.Look();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Perhaps it is there again in a second.
                Unreadable(exception);
            }
    }

    [LoggerMessage(LogLevel.Warning, "A directory of models cannot be read")]
    private partial void Unreadable(Exception exception);
}
