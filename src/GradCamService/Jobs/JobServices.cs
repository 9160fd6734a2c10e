using GradCamService.Datasets;
using GradCamService.Explain.Queue;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.Evaluations;
using GradCamService.Jobs.States;

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
    ServedDatasets Datasets, EvaluationShelf Evaluations, ILogger<JobServices> Log);
