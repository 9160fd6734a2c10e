using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.Tests.Servers;
using Npgsql;
using Xunit;

namespace GradCamService.Jobs.Tests.Blobs;

public sealed class PostgresBlobsTests(PostgresTables tables) : BlobsContract, IClassFixture<PostgresTables>
{
    protected override async Task<IBlobs> OpenAsync()
    {
        var connection = await tables.ConnectionAsync();
        await using var source = NpgsqlDataSource.Create(connection);
        await source.CreateCommand("TRUNCATE blobs").ExecuteNonQueryAsync(Cancellation);
        return new PostgresBlobs(connection);
    }

    [Fact]
    public async Task Bytes_are_stored_uncompressed_so_that_a_range_is_read_alone()
    {
        await using var source = NpgsqlDataSource.Create(await tables.ConnectionAsync());
        await using var command = source.CreateCommand("SELECT attstorage FROM pg_attribute WHERE attrelid = 'blobs'::regclass AND attname = 'Bytes'");

        // PostgreSQL's manual, pg_type.typstorage: e is external.
        Assert.Equal('e', await command.ExecuteScalarAsync(Cancellation));
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_is_away_and_then_has_a_whole_blob_or_none()
    {
        await using var own = new PostgresServer();
        var blobs = new PostgresBlobs(await PostgresTables.NewAsync(own));
        var kept = await blobs.PutAsync("job", Bytes(1000), Cancellation);

        var put = blobs.PutAsync("job", Bytes(Pack.MostBytes), Cancellation);
        await own.KillAsync();
        var failure = await Record.ExceptionAsync(() => put);
        await Assert.ThrowsAsync<StorageException>(() => blobs.ReadAsync("job", kept, range: null, Cancellation));
        await own.RestartAsync();

        Assert.Equal(Bytes(1000), await blobs.ReadAsync("job", kept, range: null, Cancellation));
        Assert.True(failure is null or StorageException);
        Assert.Contains(await blobs.CountBytesAsync(Cancellation), failure is null ? [1000L + Pack.MostBytes] : new[] { 1000L, 1000L + Pack.MostBytes });
    }
}
