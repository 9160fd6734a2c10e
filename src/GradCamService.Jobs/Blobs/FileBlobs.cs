using System.Runtime.CompilerServices;
using System.Security.Cryptography;
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
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var path = PathOf(job, digest);
        try
        {
            Disk.Check(directory, bytes.Length, minFreeBytes);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (File.Exists(path))
                return digest;
            var unfinished = $"{path}.{Guid.NewGuid():N}{Unfinished}";
            try
            {
                await WriteAsync(unfinished, bytes, cancellation);
                File.Move(unfinished, path, overwrite: true);
                Disk.FlushFolder(Path.GetDirectoryName(path)!);
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
        await Task.CompletedTask;
        if (Directory.Exists(directory))
            foreach (var folder in new DirectoryInfo(directory).EnumerateDirectories())
                // A folder's time is that of the last file that came into it.
                if (folder.LastWriteTimeUtc < olderThan.UtcDateTime)
                    yield return folder.Name;
    }

    public Task<long> CountBytesAsync(CancellationToken cancellation) => Task.FromResult(!Directory.Exists(directory) ? 0
        : new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length));

    private string PathOf(string job, string digest) => Path.Combine(directory, job, digest);

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await file.WriteAsync(bytes, cancellation);
        file.Flush(flushToDisk: true);
    }
}
