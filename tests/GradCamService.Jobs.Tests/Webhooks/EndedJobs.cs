using GradCamService.Jobs.States;
using GradCamService.Jobs.States.Sqlite;
using GradCamService.Jobs.Webhooks;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace GradCamService.Jobs.Tests.Webhooks;

/// <summary>A database file with jobs that have ended and whose callers are to be told.</summary>
internal sealed class EndedJobs : IAsyncDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"webhooks-{Guid.NewGuid():N}.db");
    private readonly JobsDatabase _database;
    private readonly List<IDisposable> _opened = [];

    private EndedJobs() => _database = Open();

    public static async Task<EndedJobs> CreateAsync()
    {
        var jobs = new EndedJobs();
        await jobs._database.MigrateAsync(TestContext.Current.CancellationToken);
        return jobs;
    }

    /// <summary>The database as another process has it.</summary>
    /// <param name="isThere">Throws while it is not; null: it always is.</param>
    public JobsDatabase Open(Action? isThere = null)
    {
        var options = new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={_file}").Options;
        var database = new JobsDatabase(() =>
        {
            isThere?.Invoke();
            return new SqliteContext(options);
        }, hasOneWriter: true);
        _opened.Add(database);
        return database;
    }

    /// <summary>A job that ended at a time, with its delivery.</summary>
    public Task<WebhookDelivery> AddAsync(string id, string url, DateTimeOffset now) => _database.WriteAsync(async context =>
    {
        var job = new Job
        {
            Id = id,
            Kind = "explanation",
            Model = "resnet",
            Caller = "someone",
            Digest = "",
            Order = "{}",
            Webhook = url,
            Keep = TimeSpan.FromDays(7),
            State = JobState.Succeeded,
            CreatedAt = now,
            Total = 1,
        };
        context.Add(job);
        Ending.Tell(context, job, now);
        await context.SaveChangesAsync();
        return context.ChangeTracker.Entries<WebhookDelivery>().Single().Entity;
    }, TestContext.Current.CancellationToken);

    public Task<WebhookDelivery> DeliveryAsync(string id) => _database.ReadAsync(context => context.WebhookDeliveries.SingleAsync(row => row.JobId == id));

    public Task<List<WebhookDelivery>> DeliveriesAsync() => _database.ReadAsync(context => context.WebhookDeliveries.ToListAsync());

    /// <summary>What tells of them; of another process where a database of its own is given.</summary>
    public WebhookLoop Loop(WebhookOptions options, TimeProvider time, JobsDatabase? database = null, Func<Job, CancellationToken, Task<string>>? body = null)
    {
        var sender = new WebhookSender(options, time);
        _opened.Add(sender);
        return new WebhookLoop(database ?? _database, sender, body ?? JsonAsync, options, time, NullLogger<WebhookLoop>.Instance);
    }

    /// <summary>What the tests' jobs are written as; not all of it is ASCII.</summary>
    public static Task<string> JsonAsync(Job job, CancellationToken cancellation) => Task.FromResult($$"""{"id":"{{job.Id}}","state":"{{job.State}}","name":"Käfer"}""");

    public ValueTask DisposeAsync()
    {
        _opened.ForEach(each => each.Dispose());
        SqliteConnection.ClearAllPools();
        File.Delete(_file);
        return ValueTask.CompletedTask;
    }
}
