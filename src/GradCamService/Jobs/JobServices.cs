using GradCamService.Datasets;
using GradCamService.Explain.Library;
using GradCamService.Explain.Queue;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.Evaluations;
using GradCamService.Jobs.States;
using GradCamService.Models;
using GradCamService.Problems;

namespace GradCamService.Jobs;

/// <summary>What the rows of <see cref="JobTable"/> work with.</summary>
/// <param name="Models">What is served.</param>
/// <param name="Queue">By which photos are explained.</param>
/// <param name="Blobs">Where photos and answers are.</param>
/// <param name="Store">Where jobs are.</param>
/// <param name="Options">Of jobs.</param>
/// <param name="Datasets">Those of the server.</param>
/// <param name="Evaluations">What parts of evaluations share.</param>
/// <param name="Log">For failures that are the service's.</param>
internal sealed record JobServices(
    ServedModels Models, InferenceQueue Queue, IBlobs Blobs, JobStore Store, JobsOptions Options, UploadOptions Upload, ItemSlots Slots, TimeProvider Time,
    ServedDatasets Datasets, EvaluationShelf Evaluations, ILogger<JobServices> Log)
{
    // What nobody waits for at a connection may wait for a model as long as any request may take.
    private static readonly TimeSpan UntilLoaded = TimeSpan.FromMinutes(10);

    /// <summary>Enters the model that a job was accepted for: the version with its network, where there is one; else the newest, which is another.</summary>
    /// <exception cref="NotFoundException">There is no such model any more.</exception>
    /// <exception cref="UnavailableException">It is not ready.</exception>
    public Task<ModelLease> EnterAsync(OrderedModel ordered, CancellationToken cancellation) => Models.EnterAsync(
        library => library.VersionsOf(ordered.Name).FirstOrDefault(entry => entry.IsReady && entry.Model?.Sha256 == ordered.Sha256) ?? library.Entry(ordered.Name),
        UntilLoaded, cancellation);
}
