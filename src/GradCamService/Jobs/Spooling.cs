using System.Security.Cryptography;
using GradCamService.Jobs.Blobs;
using GradCamService.Problems;

namespace GradCamService.Jobs;

/// <summary>Writes what comes to a file on this machine, since an archive is read from its end.</summary>
internal static class Spooling
{
    private const int CheckedEvery = 64 << 20;

    /// <param name="body">What comes.</param>
    /// <param name="file">Where it goes; what is there is deleted where this fails.</param>
    /// <param name="before">Bytes of the job that came before.</param>
    /// <param name="options">How many it may have.</param>
    /// <param name="cancellation">Its sender left.</param>
    /// <returns>SHA-256 of it, and how many bytes the job has now.</returns>
    /// <exception cref="JobTooLargeException">It has more.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static async Task<(string Digest, long Bytes)> SaveAsync(
        Stream body, FileInfo file, long before, JobsOptions options, CancellationToken cancellation)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var written = Create(file);
            var (buffer, bytes, next) = (new byte[1 << 16], before, before);
            for (int read; (read = await body.ReadAsync(buffer, cancellation)) > 0;)
            {
                if ((bytes += read) > options.MaxBytes)
                    throw JobTooLargeException.Bytes(options.MaxBytes);
                if (bytes > next)
                {
                    Disk.Check(options.Directory, CheckedEvery, options.MinFreeBytes);
                    next += CheckedEvery;
                }
                hash.AppendData(buffer, 0, read);
                await WriteAsync(written, buffer.AsMemory(0, read), cancellation);
            }
            return (Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
        }
        catch
        {
            File.Delete(file.FullName);
            throw;
        }
    }

    private static FileStream Create(FileInfo file)
    {
        try
        {
            file.Directory!.Create();
            return file.Create();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Disk.Failure(exception);
        }
    }

    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await file.WriteAsync(bytes, cancellation);
        }
        catch (IOException exception)
        {
            throw Disk.Failure(exception);
        }
    }
}
