using GradCamService.Explain.Queue;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.Evaluations;
using GradCamService.Jobs.Hosting;
using GradCamService.Jobs.States;
using GradCamService.Jobs.Upkeep;
using GradCamService.Jobs.Work;
using Microsoft.Extensions.Options;

namespace GradCamService.Jobs;

internal static class JobsRegistration
{
    /// <summary>What keeps jobs, takes them and computes them, as the process's role says.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<IOptions<JobsOptions>>().Value)
        .AddSingleton(provider => Databases.Of(provider.GetRequiredService<JobsOptions>()))
        .AddSingleton<JobNews>()
        .AddSingleton<JobStore>()
        .AddSingleton<PartStore>()
        .AddSingleton<IBlobs>(provider => Blobs(provider.GetRequiredService<JobsOptions>()))
        .AddSingleton<JobMetrics>()
        .AddSingleton<JobsAvailability>()
        .AddSingleton<PartGate>()
        .AddSingleton<RunningJobs>()
        .AddSingleton<IPartFeed, TableFeed>()
        .AddSingleton<PartRunner>()
        .AddSingleton<Sweeper>()
        .AddSingleton(provider => new ItemSlots(SlotsOf(provider.GetRequiredService<QueueOptions>())))
        .AddSingleton<JobServices>()
        .AddEvaluations()
        .AddSingleton<JobSubmission>()
        .AddSingleton<JobEnding>()
        .AddKinds()
        .AddSingleton<IEnumerable<JobLoop>>(Loops)
        .AddHostedService<JobsHost>();

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

    private static IEnumerable<JobLoop> Loops(IServiceProvider provider)
    {
        var (feed, runner) = (provider.GetRequiredService<IPartFeed>(), provider.GetRequiredService<PartRunner>());
        return
        [
            new JobLoop("The computing of jobs", stopping => feed.RunAsync(runner.RunAsync, stopping)),
            new JobLoop("The watch for cancelled jobs", provider.GetRequiredService<RunningJobs>().WatchAsync),
            new JobLoop("The sweeping of jobs", provider.GetRequiredService<Sweeper>().RunAsync),
        ];
    }

    private static FileBlobs Blobs(JobsOptions options) => new(Path.Combine(options.Directory, "blobs"), options.MinFreeBytes);

    // One batch is computed, one waits for the device, and one is read or drawn.
    private static int SlotsOf(QueueOptions queue) => 3 * queue.MaxBatch;
}
