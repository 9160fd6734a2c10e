using GradCamService.Explain.Queue;
using GradCamService.Jobs;
using Microsoft.Extensions.Options;

namespace GradCamService.Configuration;

internal static class OptionsRegistration
{
    /// <summary>Binds and validates every section at start.</summary>
    public static IServiceCollection AddServiceOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<QueueOptions>().BindConfiguration(QueueOptions.Section).ValidateDataAnnotations()
            .Validate<IOptions<UploadOptions>>((queue, upload) => queue.Admits(upload.Value),
                "Queue:MemoryBudget is too small for one request of Upload:MaxBytes: it must be at least twice that, and 26 MiB.")
            .ValidateOnStart();
        services.AddOptions<UploadOptions>().BindConfiguration(UploadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ConnectionOptions>().BindConfiguration(ConnectionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ModelsOptions>().BindConfiguration(ModelsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DatasetsOptions>().BindConfiguration(DatasetsOptions.Section).ValidateOnStart();
        services.AddOptions<JobsOptions>().BindConfiguration(JobsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.Section).ValidateOnStart();
        services.AddOptions<LimitsOptions>().BindConfiguration(LimitsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddEntranceOptions();
        services.AddOptions<RoleOptions>()
            .Configure(options => options.Name = configuration.GetValue(RoleOptions.Section, options.Name)).ValidateOnStart();
        services.AddOptions<DeviceOptions>().BindConfiguration(DeviceOptions.Section)
            .Configure(options => options.Name = configuration[DeviceOptions.Section] ?? options.Name).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<ModelsOptions>, ModelsOptionsValidator>()
            .AddSingleton<IValidateOptions<DatasetsOptions>, DatasetsOptionsValidator>()
            .AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>()
            .AddSingleton<IValidateOptions<JobsOptions>, JobsOptionsValidator>();
    }
}
