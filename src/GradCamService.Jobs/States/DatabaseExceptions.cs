using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace GradCamService.Jobs.States;

/// <summary>The tables cannot be reached: try again later.</summary>
public sealed class DatabaseAwayException(Exception inner) : Exception("The database of jobs cannot be reached.", inner);

/// <summary>The tables have no room.</summary>
public sealed class DatabaseFullException(Exception inner) : Exception("There is no room where jobs are kept.", inner);

/// <summary>A row is there already.</summary>
public sealed class DuplicateRowException(Exception inner) : Exception("There is such a row already.", inner);

internal static class DatabaseFailures
{
    // https://www.sqlite.org/rescode.html
    private const int SqliteConstraint = 19;
    private const int SqliteFull = 13;

    /// <summary>What a failure of the provider means; null where it is none.</summary>
    public static Exception? Of(Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => Of(inner),
        RetryLimitExceededException { InnerException: { } inner } => Of(inner),
        SqliteException { SqliteErrorCode: SqliteConstraint } => new DuplicateRowException(exception),
        SqliteException { SqliteErrorCode: SqliteFull } => new DatabaseFullException(exception),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => new DuplicateRowException(exception),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new DatabaseFullException(exception),
        DbException or TimeoutException => new DatabaseAwayException(exception),
        // EF Core says so where a connection broke and nothing is tried again.
        InvalidOperationException { InnerException: DbException inner } => Of(inner),
        _ => null,
    };
}
