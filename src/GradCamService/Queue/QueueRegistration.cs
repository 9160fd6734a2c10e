using GradCamService.Explain.Queue;
using Microsoft.Extensions.Options;

namespace GradCamService.Queue;

internal static class QueueRegistration
{
    /// <summary>Admission, the device's thread, and the models that it loads.</summary>
    public static IServiceCollection AddQueue(this IServiceCollection services) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton(Engine.Torch)
        .AddSingleton<QueueMetrics>()
        .AddSingleton<ServedModels>()
        .AddSingleton<ServiceRate>()
        .AddSingleton<WaitingRoom>()
        .AddSingleton(provider => provider.GetRequiredService<IOptions<QueueOptions>>().Value)
        .AddSingleton(provider => provider.GetRequiredService<IOptions<UploadOptions>>().Value)
        .AddSingleton(provider => provider.GetRequiredService<IOptions<DeviceOptions>>().Value)
        .AddSingleton<DeviceThread>()
        .AddSingleton<InferenceQueue>()
        .AddHostedService<DeviceHost>();
}
