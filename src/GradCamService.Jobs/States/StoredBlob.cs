namespace GradCamService.Jobs.States;

/// <summary>Bytes of a job, where the database keeps them: a row of the table <c>blobs</c>.</summary>
public sealed class StoredBlob
{
    public required string JobId { get; init; }

    /// <summary>SHA-256 of the bytes, hexadecimal.</summary>
    public required string Digest { get; init; }

    public required byte[] Bytes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
