using Microsoft.Extensions.Options;

namespace GradCamService.Configuration;

internal static class EntranceOptions
{
    /// <summary>Binds and validates what is set of ports, proxies and other sites.</summary>
    public static IServiceCollection AddEntranceOptions(this IServiceCollection services)
    {
        services.AddOptions<ManagementOptions>().BindConfiguration(ManagementOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ProxyOptions>().BindConfiguration(ProxyOptions.Section).ValidateOnStart();
        services.AddOptions<CrossOriginOptions>().BindConfiguration(CrossOriginOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsValidator>()
            .AddSingleton<IValidateOptions<CrossOriginOptions>, CrossOriginOptionsValidator>();
    }
}
