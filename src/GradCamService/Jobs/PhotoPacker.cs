using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;
using GradCamService.Problems;

namespace GradCamService.Jobs;

/// <summary>Stores the photos of a job while they come, many in one blob, so that no more is held than a blob.</summary>
/// <param name="blobs">Where.</param>
/// <param name="job">Whose.</param>
/// <param name="options">How many there may be.</param>
internal sealed class PhotoPacker(IBlobs blobs, string job, JobsOptions options)
{
    private const int MostPhotosAPack = 16;

    private readonly List<(string Name, List<BlobRange> Files)> _open = [];
    private readonly List<StoredPhoto> _stored = [];
    private Pack _pack = new();

    /// <summary>What is stored, once <see cref="FlushAsync"/> has ended.</summary>
    public IReadOnlyList<StoredPhoto> Photos => _stored;

    /// <summary>Photos so far, stored or not.</summary>
    public int Count => _stored.Count + _open.Count;

    /// <summary>Adds a photo.</summary>
    /// <param name="name">What its sender calls it.</param>
    /// <param name="files">One; a policy's frames; none where it is larger than it may be.</param>
    /// <param name="cancellation">Its sender left.</param>
    /// <exception cref="JobTooLargeException">There are more than a job may have.</exception>
    /// <exception cref="StorageException">They cannot be stored.</exception>
    public async Task AddAsync(string name, IReadOnlyList<byte[]> files, CancellationToken cancellation)
    {
        if (Count >= options.MaxItems)
            throw JobTooLargeException.Items(options.MaxItems);
        if (_open.Count == MostPhotosAPack || !_pack.Takes(files.Sum(file => (long)file.Length)))
            await FlushAsync(cancellation);
        _open.Add((name, [.. files.Select(file => _pack.Add(file))]));
    }

    /// <summary>Stores what is not stored yet.</summary>
    /// <exception cref="StorageException">It cannot be.</exception>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (_open.Count == 0)
            return;
        var digest = await blobs.PutAsync(job, _pack.Bytes, cancellation);
        _stored.AddRange(_open.Select(photo => new StoredPhoto(photo.Name, digest, photo.Files)));
        _open.Clear();
        _pack = new Pack();
    }
}
