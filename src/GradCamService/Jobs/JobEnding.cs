using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;

namespace GradCamService.Jobs;

/// <summary>What <c>DELETE</c> does: an open job is cancelled, one that has ended is deleted. Either way photos and answers are deleted at once.</summary>
internal sealed class JobEnding(JobStore store, IBlobs blobs)
{
    public async Task EndAsync(Job job, CancellationToken cancellation)
    {
        var isCancelled = await store.CancelAsync(job.Id, cancellation);
        await blobs.DeleteAsync(job.Id, cancellation);
        if (!isCancelled)
            await store.DeleteAsync(job.Id, cancellation);
    }
}
