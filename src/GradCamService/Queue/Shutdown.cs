using GradCamService.Explain.Queue;
using Microsoft.Extensions.Options;

namespace GradCamService.Queue;

internal static class Shutdown
{
    // The host's own setting, --shutdownTimeoutSeconds.
    private const string OwnSetting = "shutdownTimeoutSeconds";

    // The last deadline passes with Queue:Timeout; its answer is still written.
    private static readonly TimeSpan UntilWritten = TimeSpan.FromSeconds(5);

    /// <summary>Asked to end, the host waits as long as a request that was just admitted may take.</summary>
    public static IServiceCollection AddShutdown(this IServiceCollection services)
    {
        services.AddOptions<HostOptions>().Configure<IOptions<QueueOptions>, IConfiguration>((host, queue, configuration) =>
        {
            if (string.IsNullOrEmpty(configuration[OwnSetting]))
                host.ShutdownTimeout = queue.Value.Timeout + UntilWritten;
        });
        return services;
    }
}
