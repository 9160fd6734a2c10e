using GradCamService.Jobs.States;
using GradCamService.Jobs.States.Postgres;
using GradCamService.Jobs.States.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace GradCamService.Jobs.Hosting;

/// <summary>Opens the database that the options name: PostgreSQL, or a file in the jobs' folder.</summary>
public static class Databases
{
    private const string FileName = "jobs.db";

    // A server that restarts is back by then; whoever waits longer is told.
    private const int Retries = 4;
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(2);

    public static JobsDatabase Of(JobsOptions options) => options.Postgres is { Length: > 0 } server ? Postgres(server) : Sqlite(options.Directory);

    public static JobsDatabase Postgres(string connection)
    {
        var options = new DbContextOptionsBuilder<PostgresContext>()
            .UseNpgsql(connection, npgsql => npgsql.EnableRetryOnFailure(Retries, LongestRetry, null)).Options;
        return new JobsDatabase(() => new PostgresContext(options), hasOneWriter: false);
    }

    /// <param name="directory">Where the file lies.</param>
    public static JobsDatabase Sqlite(string directory)
    {
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, FileName) }.ToString();
        var options = new DbContextOptionsBuilder<SqliteContext>().UseSqlite(file).Options;
        return new JobsDatabase(() => new SqliteContext(options), hasOneWriter: true);
    }
}
