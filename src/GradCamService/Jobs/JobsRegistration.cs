using System.Text.Json;
using GradCamService.Answers;
using GradCamService.Configuration;
using GradCamService.Explain.Queue;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.Broker;
using GradCamService.Jobs.Evaluations;
using GradCamService.Jobs.Hosting;
using GradCamService.Jobs.States;
using GradCamService.Jobs.Webhooks;
using GradCamService.Jobs.Work;
using Microsoft.Extensions.Options;

namespace GradCamService.Jobs;

internal static class JobsRegistration
{
    /// <summary>What keeps jobs, takes them and computes them, as the process's role says.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<IOptions<JobsOptions>>().Value)
        .AddSingleton(provider => provider.GetRequiredService<IOptions<RoleOptions>>().Value)
        .AddStores()
        .AddSingleton<JobMetrics>()
        .AddSingleton<JobsAvailability>()
        .AddSingleton<PartGate>()
        .AddSingleton<RunningJobs>()
        .AddSingleton<PartRunner>()
        .AddSingleton<BrokerLink>()
        .AddSingleton(provider => LanesOf(
            provider.GetRequiredService<RoleOptions>(), provider.GetRequiredService<QueueOptions>(), provider.GetRequiredService<JobsOptions>()))
        .AddSingleton<IPartFeed>(provider => provider.GetRequiredService<JobsOptions>().HasBroker
            ? ActivatorUtilities.CreateInstance<BrokerFeed>(provider) : ActivatorUtilities.CreateInstance<TableFeed>(provider))
        .AddSingleton(provider => new ItemSlots(SlotsOf(provider.GetRequiredService<QueueOptions>())))
        .AddSingleton<JobServices>()
        .AddEvaluations()
        .AddSingleton<JobSubmission>()
        .AddSingleton<JobEnding>()
        .AddWebhooks()
        .AddKinds()
        .AddSingleton<IEnumerable<JobLoop>>(provider => JobLoops.Of(provider))
        .AddHostedService<JobsHost>();

    private static IServiceCollection AddStores(this IServiceCollection services) => services
        .AddSingleton(provider => Databases.Of(provider.GetRequiredService<JobsOptions>()))
        .AddSingleton<JobNews>()
        .AddSingleton<JobStore>()
        .AddSingleton<PartStore>()
        .AddSingleton<DeadLetters>()
        .AddSingleton<IBlobs>(provider => BlobStores.Of(provider.GetRequiredService<JobsOptions>()));

    private static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<JobsOptions>().Webhooks)
        .AddSingleton<WebhookRules>()
        .AddSingleton<WebhookSender>()
        .AddSingleton<Func<Job, CancellationToken, Task<string>>>(provider => (job, _) => Task.FromResult(JsonSerializer.Serialize(
            JobResponse.Of(job, null, provider.GetRequiredService<TimeProvider>()), JsonAnswer.Options)))
        .AddSingleton<WebhookLoop>();

    private static IServiceCollection AddKinds(this IServiceCollection services) => services.AddSingleton<IEnumerable<JobKind>>(provider =>
    {
        var tools = provider.GetRequiredService<JobServices>();
        return
        [
            .. JobTable.All.Select(row => new JobKind(
                row.Name, (begun, cancellation) => row.Compute(tools, begun, cancellation), begun => row.Abandon(tools, begun))
            {
                AreItemsApart = row.AreItemsApart,
                HasConclusion = row.HasConclusion,
            }),
        ];
    });

    // Where requests are answered, too, one of them may have to wait for a batch of jobs: half a batch is half the wait.
    private static LaneSettings LanesOf(RoleOptions role, QueueOptions queue, JobsOptions jobs) => new()
    {
        Share = jobs.Share,
        BackgroundBatch = role.Serves ? Math.Max(queue.MaxBatch / 2, 1) : queue.MaxBatch,
    };

    // One batch is computed, one waits for the device, and one is read or drawn.
    private static int SlotsOf(QueueOptions queue) => 3 * queue.MaxBatch;
}
