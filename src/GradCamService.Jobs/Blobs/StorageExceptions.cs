namespace GradCamService.Jobs.Blobs;

/// <summary>What keeps jobs is away or broken: try again later.</summary>
public class StorageException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>There is no room for a job.</summary>
public sealed class StorageFullException(string message, Exception? inner = null) : StorageException(message, inner);

/// <summary>A blob is not there, though a row names it, or the row went meanwhile.</summary>
public sealed class BlobMissingException(string job, string digest) : Exception($"The blob {digest} of job {job} is not there.");
