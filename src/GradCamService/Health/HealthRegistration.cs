using GradCamService.Explain.Queue;
using GradCamService.Management;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GradCamService.Health;

internal static class HealthRegistration
{
    private const string Liveness = "live";
    private const string Readiness = "ready";

    /// <summary>
    /// Live: the process answers and its device works. Ready: the models are loaded and warm, at least one answers, and the service is not
    /// draining. What jobs need is told, and does not make it unready: other requests are answered without it.
    /// </summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<DeviceCheck>("device", tags: [Liveness, Readiness])
            .AddCheck<ModelsCheck>("models", tags: [Readiness])
            .AddCheck<JobsCheck>(JobsCheck.Name, tags: [Readiness]);
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        Map("/health/live", Liveness);
        Map("/health/ready", Readiness);

        void Map(string path, string tag) => app.MapHealthChecks(path, new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(tag),
            ResponseWriter = (context, report) => context.Response.WriteAsJsonAsync(HealthResponse.Of(report), context.RequestAborted),
        }).WithMetadata(new ManagementAttribute());
    }

    private sealed class DeviceCheck(DeviceThread device) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(device.Unavailable is { } broken ? HealthCheckResult.Unhealthy(broken.Message) : HealthCheckResult.Healthy());
    }

    private sealed class ModelsCheck(ServedModels models, InferenceQueue queue) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (!models.IsLoaded)
                return Task.FromResult(HealthCheckResult.Unhealthy("loading"));
            var entries = models.Library.Entries;
            var states = entries.ToDictionary(entry => entry.Name, entry => (object)(entry.IsReady ? "ready" : "broken"));
            return Task.FromResult(queue.IsDraining ? HealthCheckResult.Unhealthy("draining", data: states)
                : entries.Any(entry => entry.IsReady) ? HealthCheckResult.Healthy(data: states)
                : HealthCheckResult.Unhealthy("no model is ready", data: states));
        }
    }
}

/// <summary>What the probes are told.</summary>
/// <param name="Status">healthy; degraded, where only jobs cannot be taken; or unhealthy.</param>
/// <param name="Reason">Why it is not healthy, else null.</param>
/// <param name="Models">ready or broken, by name; empty while they load, and where only the process was asked for.</param>
/// <param name="Jobs">What keeps jobs (database, broker): reachable or away; empty where only the process was asked for.</param>
internal sealed record HealthResponse(string Status, string? Reason, IReadOnlyDictionary<string, object> Models, IReadOnlyDictionary<string, object> Jobs)
{
    public static HealthResponse Of(HealthReport report) => new(
        report.Status.ToString().ToLowerInvariant(),
        report.Entries.Values.OrderBy(entry => entry.Status).Select(entry => entry.Description).FirstOrDefault(reason => reason is not null),
        report.Entries.Where(entry => entry.Key != JobsCheck.Name).SelectMany(entry => entry.Value.Data).ToDictionary(),
        report.Entries.Where(entry => entry.Key == JobsCheck.Name).SelectMany(entry => entry.Value.Data).ToDictionary());
}
