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
    /// <exception cref="BlobMissingException">It is not there.</exception>
    /// <exception cref="StorageException">The store is away.</exception>
    Task<byte[]> ReadAsync(string job, string digest, BlobRange? range, CancellationToken cancellation);

    /// <summary>Deletes all of a job's blobs, or all but some; nothing happens where there are none.</summary>
    /// <exception cref="StorageException">The store is away.</exception>
    Task DeleteAsync(string job, CancellationToken cancellation);

    /// <summary>Jobs that have blobs which are all older than a time.</summary>
    /// <exception cref="StorageException">The store is away.</exception>
    IAsyncEnumerable<string> OwnersAsync(DateTimeOffset olderThan, CancellationToken cancellation);

    /// <summary>Bytes of all blobs.</summary>
    /// <exception cref="StorageException">The store is away.</exception>
    Task<long> CountBytesAsync(CancellationToken cancellation);
}
