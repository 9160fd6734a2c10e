using Npgsql;
using Xunit;

namespace GradCamService.Jobs.Tests.Servers;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task What_was_committed_is_there_after_the_server_was_killed()
    {
        await using var server = new PostgresServer();
        await using var source = NpgsqlDataSource.Create(await server.NewDatabaseAsync());
        await source.CreateCommand("CREATE TABLE kept (number int); INSERT INTO kept VALUES (7)").ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await server.KillAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => NumberAsync(source));
        await server.RestartAsync();

        Assert.Equal(7, await NumberAsync(source));
    }

    private static async Task<object?> NumberAsync(NpgsqlDataSource source) =>
        await source.CreateCommand("SELECT number FROM kept").ExecuteScalarAsync(TestContext.Current.CancellationToken);
}
