using GradCamService.Explain.Queue;
using Microsoft.Extensions.Options;

namespace GradCamService.Queue;

internal static class QueueRegistration
{
    /// <summary>Admission and the device's thread, which begins and ends with the service, and loads its models.</summary>
    public static IServiceCollection AddServedQueue(this IServiceCollection services) => services.AddQueue().AddShutdown().AddHostedService<DeviceHost>();

    /// <summary>Admission and the device's thread; whoever takes them starts it.</summary>
    public static IServiceCollection AddQueue(this IServiceCollection services) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton(Engine.Torch)
        .AddSingleton<QueueMetrics>()
        .AddSingleton<ServedModels>()
        .AddSingleton<ServiceRate>()
        .AddSingleton(new LaneSettings())
        .AddSingleton<WaitingRoom>()
        .AddSingleton(provider => provider.GetRequiredService<IOptions<QueueOptions>>().Value)
        .AddSingleton(provider => provider.GetRequiredService<IOptions<UploadOptions>>().Value)
        .AddSingleton(provider => provider.GetRequiredService<IOptions<DeviceOptions>>().Value)
        .AddSingleton<DeviceThread>()
        .AddSingleton<InferenceQueue>();
}
