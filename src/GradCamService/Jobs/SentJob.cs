using GradCamService.Explain.Fields;
using GradCamService.Jobs.States;

namespace GradCamService.Jobs;

/// <summary>A job as it came: texts, and files that are stored already.</summary>
/// <param name="Id">The job's, under which its files are stored.</param>
/// <param name="Fields">Names and texts, in the order in which they came, without those that every job has.</param>
/// <param name="Models">Names of models.</param>
/// <param name="Photos">In the order in which they came.</param>
/// <param name="Errors">What is wrong so far.</param>
internal sealed record SentJob(
    string Id, IReadOnlyList<SentField> Fields, IReadOnlyList<string> Models, IReadOnlyList<StoredPhoto> Photos, FieldErrors Errors)
{
    /// <summary>Files beside the photos.</summary>
    public IReadOnlyList<SharedFile> Files { get; init; } = [];

    /// <summary>Blobs that make an archive; empty where there is none.</summary>
    public IReadOnlyList<string> Archive { get; init; } = [];
}

/// <summary>A photo that is stored, or a policy's frames.</summary>
/// <param name="Name">What its sender calls it.</param>
/// <param name="Pack">The blob that it lies in, with those before and behind it.</param>
/// <param name="Files">Where its files lie there; empty where one is larger than a request's may be.</param>
internal sealed record StoredPhoto(string Name, string Pack, IReadOnlyList<BlobRange> Files);

/// <summary>A job that was understood.</summary>
/// <param name="Model">What it is listed with.</param>
/// <param name="Order">What is kept of it.</param>
/// <param name="Total">Photos, of an evaluation times its models.</param>
/// <param name="Parts">How many photos each part has.</param>
/// <param name="Photos">Which photo belongs to which part; empty where parts know their own.</param>
internal sealed record ReadJob(string Model, JobOrder Order, int Total, IReadOnlyList<int> Parts, IReadOnlyList<(StoredPhoto Photo, int Part)> Photos);
