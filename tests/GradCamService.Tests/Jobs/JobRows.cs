using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GradCamService.Tests.Jobs;

/// <summary>Counts rows of jobs past the service.</summary>
/// <param name="connection">To its database; owned by this.</param>
internal sealed class JobRows(DbConnection connection) : IAsyncDisposable
{
    private static readonly string[] Tables = ["jobs", "parts", "items", "outbox", "webhook_deliveries", "blobs"];

    /// <summary>By table; <c>blobs</c> has photos and answers where no files have them.</summary>
    public async Task<IReadOnlyDictionary<string, long>> AllAsync()
    {
        var counts = new Dictionary<string, long>();
        foreach (var table in Tables)
            counts[table] = await CountAsync(table, "1 = 1");
        return counts;
    }

    [SuppressMessage("Security", "CA2100", Justification = "Tests write it.")]
    public async Task<long> CountAsync(string table, string condition)
    {
        if (connection.State != System.Data.ConnectionState.Open)
            await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table} WHERE {condition}";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
