using System.Text.Json;
using GradCamService.Jobs.States;

namespace GradCamService.Jobs;

/// <summary>What a job is to do, as it is kept: the fields that were sent, and what was found when they were read.</summary>
/// <param name="Fields">Names and texts, in the order in which they came.</param>
/// <param name="Models">Names of the models, with the digests of their networks then: another network would give other answers.</param>
internal sealed record JobOrder(IReadOnlyList<SentField> Fields, IReadOnlyList<OrderedModel> Models)
{
    /// <summary>Files that all photos share, by the names of their parts: a model's second picture, a dataset's groups.</summary>
    public IReadOnlyList<SharedFile> Files { get; init; } = [];

    /// <summary>Blobs that make an archive, one behind the other; empty where there is none.</summary>
    public IReadOnlyList<string> Archive { get; init; } = [];

    /// <summary>A dataset of the server, by its name; null where there is none.</summary>
    public string? Dataset { get; init; }

    /// <summary>What the dataset was recognized by then: another would give other figures; null where there is none.</summary>
    public string? Fingerprint { get; init; }

    public ILookup<string, string> Lookup => Fields.ToLookup(sent => sent.Name, sent => sent.Value, StringComparer.OrdinalIgnoreCase);

    public static JobOrder Of(Job job) => JsonSerializer.Deserialize<JobOrder>(job.Order, JsonSerializerOptions.Web)!;

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}

/// <summary>A field that was sent.</summary>
internal sealed record SentField(string Name, string Value);

/// <summary>A model that is asked.</summary>
internal sealed record OrderedModel(string Name, string Sha256);

/// <summary>A file beside the photos.</summary>
/// <param name="Name">Of its part.</param>
/// <param name="Digest">Of its blob.</param>
/// <param name="Length">Bytes.</param>
internal sealed record SharedFile(string Name, string Digest, int Length);
