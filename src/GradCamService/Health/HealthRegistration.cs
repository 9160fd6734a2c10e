using GradCamService.Queue;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GradCamService.Health;

internal static class HealthRegistration
{
    private const string Readiness = "ready";

    /// <summary>Live: the process answers. Ready: every model is loaded and warm, and the service is not draining.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<ReadinessCheck>("models", tags: [Readiness]);
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Readiness) });
    }

    private sealed class ReadinessCheck(ServedModels models, InferenceQueue queue) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(queue.IsDraining ? HealthCheckResult.Unhealthy("draining")
                : models.IsLoaded ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("loading"));
    }
}
