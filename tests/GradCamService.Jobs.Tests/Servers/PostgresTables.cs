using GradCamService.Jobs.States;
using GradCamService.Jobs.States.Postgres;
using Microsoft.EntityFrameworkCore;

namespace GradCamService.Jobs.Tests.Servers;

/// <summary>A database with the tables of jobs, for a class of tests that empties them.</summary>
public sealed class PostgresTables(PostgresServer server)
{
    private readonly Lazy<Task<string>> _made = new(() => NewAsync(server));

    /// <summary>Its connection string; where PostgreSQL is missing, the test is skipped.</summary>
    public Task<string> ConnectionAsync() => _made.Value;

    /// <returns>The connection string of a new one.</returns>
    public static async Task<string> NewAsync(PostgresServer server)
    {
        var connection = await server.NewDatabaseAsync();
        using var database = new JobsDatabase(
            () => new PostgresContext(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(connection).Options), hasOneWriter: false);
        await database.MigrateAsync(CancellationToken.None);
        return connection;
    }
}
