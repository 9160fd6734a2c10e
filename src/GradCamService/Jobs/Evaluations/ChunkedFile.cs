using GradCamService.Jobs.Blobs;

namespace GradCamService.Jobs.Evaluations;

/// <summary>A file that is larger than a blob may be: several, one behind the other.</summary>
internal static class ChunkedFile
{
    /// <returns>The blobs' digests, in their order; none for an empty file.</returns>
    /// <exception cref="StorageException">They cannot be stored.</exception>
    public static async Task<IReadOnlyList<string>> StoreAsync(IBlobs blobs, string job, Stream file, CancellationToken cancellation)
    {
        var (digests, buffer) = (new List<string>(), new byte[Pack.MostBytes]);
        for (int read; (read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation)) > 0;)
            digests.Add(await blobs.PutAsync(job, buffer.AsMemory(0, read), cancellation));
        return digests;
    }

    /// <summary>Writes the file anew; no more than a blob of it is held.</summary>
    /// <exception cref="StorageException">They cannot be read.</exception>
    public static async Task CopyAsync(IBlobs blobs, string job, IReadOnlyList<string> digests, Stream to, CancellationToken cancellation)
    {
        foreach (var digest in digests)
            await to.WriteAsync(await blobs.ReadAsync(job, digest, null, cancellation), cancellation);
    }
}
