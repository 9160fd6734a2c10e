using System.Diagnostics.Metrics;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.Hosting;
using GradCamService.Jobs.States;
using GradCamService.Jobs.Work;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace GradCamService.Jobs.Tests.Work;

/// <summary>Jobs in a file of their own, and what computes them.</summary>
internal sealed class KeptJobs : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("parts").FullName;
    private readonly Meters _meters = new();
    private readonly JobsDatabase _database;
    private readonly PartGate _gate = new();

    private KeptJobs(JobKind kind)
    {
        var (options, news, time) = (new JobsOptions { Directory = _folder, MinFreeBytes = 0 }, new JobNews(), TimeProvider.System);
        _database = Databases.Sqlite(_folder);
        Store = new JobStore(_database, time, options, news);
        Parts = new PartStore(_database, time, options, news);
        Runner = new PartRunner(
            Parts, new FileBlobs(_folder, 0), [kind], _gate, new RunningJobs(Parts, news, time),
            new JobMetrics(_meters), NullLogger<PartRunner>.Instance);
    }

    public JobStore Store { get; }

    public PartStore Parts { get; }

    public PartRunner Runner { get; }

    /// <summary>With one job, <c>job</c>, that has one part of some photos.</summary>
    /// <param name="photos">How many.</param>
    /// <param name="compute">Computes a part.</param>
    public static async Task<KeptJobs> WithAsync(int photos, Func<BegunPart, Task<FinishedPart>> compute)
    {
        var jobs = new KeptJobs(new JobKind("made", (begun, _) => compute(begun), begun => Answers(begun, "{\"title\":\"given up\"}")) { AreItemsApart = true });
        await jobs._database.MigrateAsync(CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        await jobs.Store.AcceptAsync(
            new NewJob(
                new Job
                {
                    Id = "job",
                    Kind = "made",
                    Model = "",
                    Caller = "",
                    Digest = "",
                    Order = "",
                    Keep = TimeSpan.Zero,
                    CreatedAt = now,
                    Total = photos,
                },
                [new Part { JobId = "job", Number = 0, Count = photos, AnnouncedAt = now }],
                [.. Enumerable.Range(0, photos).Select(number => new Item { JobId = "job", Number = number, Part = 0, Name = "", Photos = "", Files = [] })]),
            CancellationToken.None);
        return jobs;
    }

    /// <summary>What is told of a part: of each of its photos the same.</summary>
    public static FinishedPart Answers(BegunPart begun, string? problem = null) =>
        new([.. begun.Items.Select(item => new AnsweredItem(item.Number, problem, null, []))]);

    /// <summary>Computes whatever waits, as often as it fails, until nothing does.</summary>
    /// <returns>The job then.</returns>
    public async Task<Job> UntilEndedAsync()
    {
        while (await Parts.NextAsync([], 1) is [var key, ..])
            await Record.ExceptionAsync(() => Runner.RunAsync(key, CancellationToken.None));
        return (await Store.FindAsync("", "job"))!;
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        _gate.Dispose();
        _meters.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private sealed class Meters : IMeterFactory
    {
        private readonly List<Meter> _made = [];

        public Meter Create(MeterOptions options)
        {
            _made.Add(new Meter(options));
            return _made[^1];
        }

        public void Dispose() => _made.ForEach(meter => meter.Dispose());
    }
}
