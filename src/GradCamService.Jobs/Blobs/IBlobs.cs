using GradCamService.Jobs.States;

namespace GradCamService.Jobs.Blobs;

/// <summary>
/// Photos and answers. A blob belongs to a job and is named by its content there: whoever stores it twice stores it once, and with its job it goes. It is whole
/// or not there, and once it is stored no crash loses it.
/// </summary>
public interface IBlobs
{
    /// <summary>Stores bytes.</summary>
    /// <param name="job">Whose.</param>
    /// <param name="bytes">At most as many as a photo may have, or <see cref="Pack.MostBytes"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Their SHA-256, by which they are read.</returns>
    /// <exception cref="StorageFullException">There is no room.</exception>
    /// <exception cref="StorageException">The store is away.</exception>
    Task<string> PutAsync(string job, ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    /// <summary>Reads a part of a blob.</summary>
    /// <param name="job">Whose.</param>
    /// <param name="digest">Which.</param>
    /// <param name="range">Null: all of it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>As many bytes as the range has; the caller's own.</returns>
    /// <exception cref="BlobMissingException">It is not there, or ends before the range does.</exception>
    /// <exception cref="StorageException">The store is away.</exception>
    Task<byte[]> ReadAsync(string job, string digest, BlobRange? range, CancellationToken cancellation);

    /// <summary>Deletes all of a job's blobs; nothing happens where there are none. Failing, it may have deleted some; it can be done again.</summary>
    /// <exception cref="StorageException">The store is away.</exception>
    Task DeleteAsync(string job, CancellationToken cancellation);

    /// <summary>Jobs that have blobs which are all older than a time, each once; they may be deleted while they are told.</summary>
    /// <exception cref="StorageException">The store is away.</exception>
    IAsyncEnumerable<string> OwnersAsync(DateTimeOffset olderThan, CancellationToken cancellation);

    /// <summary>Bytes of all blobs; it looks at each of them.</summary>
    /// <exception cref="StorageException">The store is away.</exception>
    Task<long> CountBytesAsync(CancellationToken cancellation);
}
