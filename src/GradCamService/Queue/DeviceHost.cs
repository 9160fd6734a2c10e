using GradCamService.Configuration;
using GradCamService.Explain.Library;
using GradCamService.Explain.Queue;
using GradCamService.Onnx.Loading;
using Microsoft.Extensions.Options;

namespace GradCamService.Queue;

/// <summary>The device's thread begins and ends with the service.</summary>
internal sealed partial class DeviceHost(
    DeviceThread device, WaitingRoom waiting, InferenceQueue queue, IOptions<ModelsOptions> models, IOptions<DeviceOptions> options,
    IHostApplicationLifetime lifetime, ILogger<DeviceHost> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(queue.Drain);
        device.Start(on => ModelLibrary.Load(
            ModelFolders.Of(models.Value), on, options.Value.WidensHalves ? Precision.Full : Precision.Auto));
        // Nothing can be answered without it: the process ends, so that it is started anew.
        _ = device.Ended.ContinueWith(_ => lifetime.StopApplication(), TaskContinuationOptions.OnlyOnFaulted);
        return Task.CompletedTask;
    }

    // Hosted services stop in reverse order of registration: the web server, which waits for its requests, has stopped before.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Drain();
        waiting.Close();
        try
        {
            await device.Ended.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            StillWorks();
        }
        catch (Exception) when (device.Ended.IsFaulted)
        {
            // It has told of its death itself.
        }
    }

    [LoggerMessage(LogLevel.Warning, "The device is still at work on what nobody waits for any longer; the process ends without it")]
    private partial void StillWorks();
}
