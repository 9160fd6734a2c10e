using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GradCamService.Jobs;

/// <summary>What was sent for a job: texts, and files that are stored.</summary>
/// <param name="Fields">Names and texts, in the order in which they came.</param>
/// <param name="Photos">Likewise.</param>
internal sealed record JobForm(IReadOnlyList<SentField> Fields, IReadOnlyList<StoredPhoto> Photos)
{
    /// <summary>Files beside the photos.</summary>
    public IReadOnlyList<SharedFile> Files { get; init; } = [];

    /// <summary>The archive on this machine's disk, until the job is understood; null where none came.</summary>
    public FileInfo? Archive { get; init; }

    /// <summary>SHA-256 of the archive.</summary>
    public string? ArchiveDigest { get; init; }

    /// <summary>SHA-256 of all of it: fields in the order of their names, files by their content.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        Fields = Fields.OrderBy(sent => sent.Name.ToUpperInvariant(), StringComparer.Ordinal),
        Photos,
        Files,
        ArchiveDigest,
    }))));
}
