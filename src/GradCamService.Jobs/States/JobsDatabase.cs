using Microsoft.EntityFrameworkCore;

namespace GradCamService.Jobs.States;

/// <summary>
/// Where the tables are read and written. Writes are transactions that may be done twice, since nobody knows whether one whose commit got no answer was
/// done: each looks at what is there first.
/// </summary>
/// <param name="open">Opens a context; whoever asks disposes it.</param>
/// <param name="hasOneWriter">Whether the database takes one writer at a time, as SQLite does.</param>
public sealed class JobsDatabase(Func<JobsContext> open, bool hasOneWriter) : IDisposable
{
    private readonly SemaphoreSlim? _writer = hasOneWriter ? new SemaphoreSlim(1) : null;

    /// <summary>Brings the tables to what this version needs.</summary>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var context = open();
        await context.Database.MigrateAsync(cancellation);
    }

    /// <summary>Whether it answers.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        await using var context = open();
        return await context.Database.CanConnectAsync(cancellation);
    }

    /// <exception cref="DatabaseAwayException">It cannot be reached.</exception>
    public async Task<T> ReadAsync<T>(Func<JobsContext, Task<T>> read)
    {
        try
        {
            await using var context = open();
            context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            return await read(context);
        }
        catch (Exception exception) when (DatabaseFailures.Of(exception) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Does all that is written in one transaction; again where a passing failure kept it from being done, or from being known to be.</summary>
    /// <param name="write">Gives the same result when it is done again after it was done.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DatabaseAwayException">It cannot be reached.</exception>
    /// <exception cref="DatabaseFullException">It has no room.</exception>
    /// <exception cref="DuplicateRowException">What was to be written is there already.</exception>
    public async Task<T> WriteAsync<T>(Func<JobsContext, Task<T>> write, CancellationToken cancellation)
    {
        if (_writer is not null)
            await _writer.WaitAsync(cancellation);
        try
        {
            await using var context = open();
            return await context.Database.CreateExecutionStrategy().ExecuteInTransactionAsync<JobsContext, T>(
                context,
                async (each, _) =>
                {
                    each.ChangeTracker.Clear();
                    var result = await write(each);
                    await each.SaveChangesAsync(cancellation);
                    return result;
                },
                verifySucceeded: (_, _) => Task.FromResult(false), cancellation);
        }
        catch (Exception exception) when (DatabaseFailures.Of(exception) is { } failure)
        {
            throw failure;
        }
        finally
        {
            _writer?.Release();
        }
    }

    public Task WriteAsync(Func<JobsContext, Task> write, CancellationToken cancellation) => WriteAsync(
        async context =>
        {
            await write(context);
            return true;
        }, cancellation);

    public void Dispose() => _writer?.Dispose();
}
