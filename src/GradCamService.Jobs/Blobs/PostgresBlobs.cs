using System.Data;
using System.Runtime.CompilerServices;
using GradCamService.Jobs.States;
using Npgsql;

namespace GradCamService.Jobs.Blobs;

/// <summary>
/// Blobs in the table <c>blobs</c> of PostgreSQL, for many processes with nothing more to install. Bytes go past Entity Framework, which would keep a second
/// copy of each to compare it with.
/// </summary>
/// <param name="connection">Connection string; its pool is the one of the tables of jobs.</param>
public sealed class PostgresBlobs(string connection) : IBlobs
{
    public async Task<string> PutAsync(string job, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var digest = Digest.Of(bytes);
        // The database's clock, since the processes' may differ.
        await AskAsync(
            """
            INSERT INTO blobs ("JobId", "Digest", "Bytes", "CreatedAt") VALUES ($1, $2, $3, (extract(epoch FROM now()) * 1000)::bigint) ON CONFLICT DO NOTHING
            """,
            [job, digest, bytes], command => command.ExecuteNonQueryAsync(cancellation), cancellation);
        return digest;
    }

    public async Task<byte[]> ReadAsync(string job, string digest, BlobRange? range, CancellationToken cancellation)
    {
        // The bytes are stored in pieces, uncompressed: the server reads the pieces of the range only.
        var bytes = range is not { } part
            ? await AskAsync("""SELECT "Bytes" FROM blobs WHERE "JobId" = $1 AND "Digest" = $2""", [job, digest], BytesAsync, cancellation)
            : await AskAsync("""SELECT substring("Bytes" FROM $3 FOR $4) FROM blobs WHERE "JobId" = $1 AND "Digest" = $2""",
                [job, digest, part.Offset + 1, part.Length], BytesAsync, cancellation);
        return bytes is not null && bytes.Length == (range?.Length ?? bytes.Length) ? bytes : throw new BlobMissingException(job, digest);

        async Task<byte[]?> BytesAsync(NpgsqlCommand command)
        {
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess | CommandBehavior.SingleRow, cancellation);
            return await reader.ReadAsync(cancellation) ? await reader.GetFieldValueAsync<byte[]>(0, cancellation) : null;
        }
    }

    public Task DeleteAsync(string job, CancellationToken cancellation) =>
        AskAsync("""DELETE FROM blobs WHERE "JobId" = $1""", [job], command => command.ExecuteNonQueryAsync(cancellation), cancellation);

    public async IAsyncEnumerable<string> OwnersAsync(DateTimeOffset olderThan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // All at once: whoever deletes what it is told of needs no second connection.
        var owners = await AskAsync("""SELECT array_agg("JobId") FROM (SELECT "JobId" FROM blobs GROUP BY "JobId" HAVING max("CreatedAt") < $1) AS old""",
            [olderThan.ToUnixTimeMilliseconds()], command => command.ExecuteScalarAsync(cancellation), cancellation);
        foreach (var owner in owners as string[] ?? [])
            yield return owner;
    }

    public async Task<long> CountBytesAsync(CancellationToken cancellation) => (long)(await AskAsync(
        """SELECT coalesce(sum(octet_length("Bytes")), 0)::bigint FROM blobs""", [], command => command.ExecuteScalarAsync(cancellation), cancellation))!;

    private async Task<T> AskAsync<T>(string sql, object[] values, Func<NpgsqlCommand, Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            await using var database = new NpgsqlConnection(connection);
            await database.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand(sql, database);
            foreach (var value in values)
                command.Parameters.AddWithValue(value);
            return await ask(command);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DiskFull)
        {
            throw new StorageFullException("There is no room in the database that keeps jobs.", exception);
        }
        catch (NpgsqlException exception)
        {
            throw new StorageException($"The database that keeps jobs cannot be used: {exception.SqlState ?? exception.GetType().Name}.", exception);
        }
    }
}
