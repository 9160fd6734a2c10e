namespace GradCamService.Queue;

internal static class QueueRegistration
{
    /// <summary>Admission, the device's thread, and the models that it loads.</summary>
    public static IServiceCollection AddQueue(this IServiceCollection services) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton<ServedModels>()
        .AddSingleton<InferenceQueue>()
        .AddHostedService<DeviceThread>();
}
