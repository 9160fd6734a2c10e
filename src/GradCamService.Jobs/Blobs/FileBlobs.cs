using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using GradCamService.Jobs.States;

namespace GradCamService.Jobs.Blobs;

/// <summary>Blobs as files: a folder a job, a file a blob. Written aside, flushed, renamed.</summary>
/// <param name="directory">Where; made where it is not there.</param>
/// <param name="minFreeBytes">Bytes that stay free on that disk.</param>
public sealed class FileBlobs(string directory, long minFreeBytes) : IBlobs
{
    private const string Unfinished = ".part";

    public async Task<string> PutAsync(string job, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var digest = Digest.Of(bytes);
        var (folder, path) = (Path.Combine(directory, job), PathOf(job, digest));
        try
        {
            if (File.Exists(path))
            {
                // Whoever renames it at this moment may not have come to this yet.
                Disk.FlushFolder(folder);
                return digest;
            }
            Disk.Check(directory, bytes.Length, minFreeBytes);
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
                Disk.FlushFolder(directory);
            }
            var unfinished = $"{path}.{Guid.NewGuid():N}{Unfinished}";
            try
            {
                await WriteAsync(unfinished, bytes, cancellation);
                File.Move(unfinished, path, overwrite: true);
                Disk.FlushFolder(folder);
            }
            catch
            {
                File.Delete(unfinished);
                throw;
            }
            return digest;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Disk.Failure(exception);
        }
    }

    public async Task<byte[]> ReadAsync(string job, string digest, BlobRange? range, CancellationToken cancellation)
    {
        try
        {
            using var file = File.OpenHandle(PathOf(job, digest), options: FileOptions.Asynchronous);
            var (offset, length) = range is { } some ? (some.Offset, some.Length) : (0, (int)RandomAccess.GetLength(file));
            var bytes = new byte[length];
            for (var read = 0; read < length;)
                read += await RandomAccess.ReadAsync(file, bytes.AsMemory(read), offset + read, cancellation) is > 0 and var more ? more
                    : throw new BlobMissingException(job, digest);
            return bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BlobMissingException(job, digest);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Disk.Failure(exception);
        }
    }

    public Task DeleteAsync(string job, CancellationToken cancellation)
    {
        try
        {
            Directory.Delete(Path.Combine(directory, job), recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It has none.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Disk.Failure(exception);
        }
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> OwnersAsync(DateTimeOffset olderThan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // A folder's time is that of the last file that came into it.
        var owners = await LookAsync(
            (ref FileSystemEntry entry) => entry.FileName.ToString(),
            (ref FileSystemEntry entry) => entry.IsDirectory && entry.LastWriteTimeUtc < olderThan, recurses: false, cancellation);
        foreach (var owner in owners)
            yield return owner;
    }

    public async Task<long> CountBytesAsync(CancellationToken cancellation) =>
        (await LookAsync((ref FileSystemEntry entry) => entry.Length, (ref FileSystemEntry entry) => !entry.IsDirectory, recurses: true, cancellation)).Sum();

    // What goes while it is looked at is left out. The disk's answers are waited for on a thread of the pool.
    private Task<List<T>> LookAsync<T>(
        FileSystemEnumerable<T>.FindTransform what, FileSystemEnumerable<T>.FindPredicate where, bool recurses, CancellationToken cancellation) => Task.Run(() =>
    {
        var found = new List<T>();
        var options = new EnumerationOptions { RecurseSubdirectories = recurses };
        try
        {
            if (!Directory.Exists(directory))
                return found;
            foreach (var each in new FileSystemEnumerable<T>(directory, what, options) { ShouldIncludePredicate = where })
            {
                cancellation.ThrowIfCancellationRequested();
                found.Add(each);
            }
            return found;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Disk.Failure(exception);
        }
    }, cancellation);

    private string PathOf(string job, string digest) => Path.Combine(directory, job, digest);

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await file.WriteAsync(bytes, cancellation);
        file.Flush(flushToDisk: true);
    }
}
