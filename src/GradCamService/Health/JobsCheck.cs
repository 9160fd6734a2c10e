using GradCamService.Jobs;
using GradCamService.Jobs.Broker;
using GradCamService.Jobs.States;
using GradCamService.Jobs.Work;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GradCamService.Health;

/// <summary>Which of a job's database and broker is away. Without them, all requests but those of jobs are answered.</summary>
internal sealed class JobsCheck(JobsAvailability availability, JobsDatabase database, BrokerLink broker, JobsOptions options) : IHealthCheck
{
    public const string Name = "jobs";

    // A probe has seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var places = new Dictionary<string, object>
        {
            ["database"] = await AnswersAsync(cancellationToken) ? "reachable" : "away",
        };
        if (options.HasBroker)
            places["broker"] = broker.Reason is null ? "reachable" : "away";
        var reason = availability.Reason
            ?? (places.Where(place => place.Value is "away").Select(place => place.Key).ToList() is { Count: > 0 } away
                ? $"Of what keeps jobs, {string.Join(" and ", away)} cannot be reached; other requests are answered." : null);
        return reason is null ? HealthCheckResult.Healthy(data: places) : HealthCheckResult.Degraded(reason, data: places);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await database.AnswersAsync(patience.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or DatabaseAwayException or InvalidOperationException)
        {
            return false;
        }
    }
}
