using GradCamService.Jobs.Hosting;

namespace GradCamService.Jobs.Evaluations;

/// <summary>
/// A folder a job below the system's for what passes, made when the first is needed, which nobody else may read. Those of processes that ended without
/// deleting theirs are deleted by others.
/// </summary>
internal sealed partial class UnpackedFolders(ILogger<UnpackedFolders> logger) : IDisposable
{
    private const string Prefix = "gradcam-datasets-";

    // Between the making of a folder and its locking passes less.
    private static readonly TimeSpan UntilLocked = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private (string Path, FolderLock Lock)? _own;

    /// <summary>Where a job's things may lie; the folder is not there yet.</summary>
    public string Of(string job)
    {
        lock (_lock)
        {
            if (_own is null)
            {
                var path = Directory.CreateTempSubdirectory(Prefix).FullName;
                _own = (path, FolderLock.Take(path));
            }
            return Path.Combine(_own.Value.Path, job);
        }
    }

    /// <summary>Deletes a job's folder; nothing happens where it has none.</summary>
    public void Delete(string job)
    {
        lock (_lock)
            if (_own is { } own && new DirectoryInfo(Path.Combine(own.Path, job)) is { Exists: true } folder)
                Delete(folder);
    }

    /// <summary>Deletes what ended processes left.</summary>
    public void DeleteLeftovers(TimeProvider time)
    {
        foreach (var folder in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories(Prefix + "*"))
            if (folder.LastWriteTimeUtc < time.GetUtcNow().UtcDateTime - UntilLocked)
                try
                {
                    using var ended = FolderLock.Take(folder.FullName);
                    Delete(folder);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // Its process lives, or belongs to somebody else.
                }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_own is not { } own)
                return;
            Delete(new DirectoryInfo(own.Path));
            own.Lock.Dispose();
            _own = null;
        }
    }

    private void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            NotDeleted(exception, folder.Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The folder {Folder} cannot be deleted; it is tried again when a process starts")]
    private partial void NotDeleted(Exception exception, string folder);
}
