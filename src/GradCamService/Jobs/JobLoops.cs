using GradCamService.Configuration;
using GradCamService.Explain.Queue;
using GradCamService.Jobs.Broker;
using GradCamService.Jobs.Hosting;
using GradCamService.Jobs.Upkeep;
using GradCamService.Jobs.Webhooks;
using GradCamService.Jobs.Work;

namespace GradCamService.Jobs;

/// <summary>What goes on in the background of jobs, by the process's role.</summary>
internal static class JobLoops
{
    private static readonly TimeSpan UntilLoaded = TimeSpan.FromMilliseconds(100);

    public static IEnumerable<JobLoop> Of(IServiceProvider provider)
    {
        var (role, hasBroker) = (provider.GetRequiredService<RoleOptions>(), provider.GetRequiredService<JobsOptions>().HasBroker);
        return
        [
            .. role.Computes ? Computing(provider) : [],
            .. role.Serves ? Keeping(provider) : [],
            .. role.Serves && hasBroker ? Telling(provider) : [],
        ];
    }

    private static IEnumerable<JobLoop> Computing(IServiceProvider provider)
    {
        var (feed, runner, models) = (
            provider.GetRequiredService<IPartFeed>(), provider.GetRequiredService<PartRunner>(), provider.GetRequiredService<ServedModels>());
        yield return new JobLoop("The computing of jobs", async stopping =>
        {
            // A part that is begun before would only be given back.
            while (!models.IsLoaded)
                await Task.Delay(UntilLoaded, stopping);
            await feed.RunAsync(runner.RunAsync, stopping);
        });
        yield return new JobLoop("The watch for cancelled jobs", provider.GetRequiredService<RunningJobs>().WatchAsync);
    }

    private static IEnumerable<JobLoop> Keeping(IServiceProvider provider)
    {
        yield return new JobLoop("The sweeping of jobs", ActivatorUtilities.CreateInstance<Sweeper>(provider).RunAsync);
        yield return new JobLoop("The counting of jobs", ActivatorUtilities.CreateInstance<JobCounts>(provider).RunAsync);
        yield return new JobLoop("The telling of ends", provider.GetRequiredService<WebhookLoop>().RunAsync);
    }

    private static IEnumerable<JobLoop> Telling(IServiceProvider provider)
    {
        yield return new JobLoop("The outbox of jobs", ActivatorUtilities.CreateInstance<OutboxLoop>(provider).RunAsync);
        yield return new JobLoop("The reconciling of jobs", ActivatorUtilities.CreateInstance<Reconciler>(provider).RunAsync);
        yield return new JobLoop("The dead letters of jobs", ActivatorUtilities.CreateInstance<DeadLetterLoop>(provider).RunAsync);
    }
}
