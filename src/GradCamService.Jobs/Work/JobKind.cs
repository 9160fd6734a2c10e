using GradCamService.Jobs.States;

namespace GradCamService.Jobs.Work;

/// <summary>A kind of job: a row of the table that whoever hosts jobs gives them.</summary>
/// <param name="Name">As it is sent.</param>
/// <param name="ComputeAsync">Computes a part and stores its blobs; what is wrong with a photo is in the answer, and only what may pass is thrown.</param>
/// <param name="Abandon">What is said of a part that has killed its workers.</param>
public sealed record JobKind(
    string Name, Func<BegunPart, CancellationToken, Task<FinishedPart>> ComputeAsync, Func<BegunPart, FinishedPart> Abandon)
{
    /// <summary>Whether items can be computed one by one, with the same answers.</summary>
    public bool AreItemsApart { get; init; }

    /// <summary>Whether a last part makes the job's result of the others'.</summary>
    public bool HasConclusion { get; init; }
}
