using GradCamService.Jobs.States;

namespace GradCamService.Jobs.Work;

/// <summary>Where parts come from: the table of one process, or a broker that many share.</summary>
public interface IPartFeed
{
    /// <summary>
    /// Hands on parts until it is told to stop, several at once. A part on which the work ended is taken off; one on which it failed comes again, after a
    /// wait that grows.
    /// </summary>
    /// <param name="work">Computes a part.</param>
    /// <param name="stopping">Ends it: no more parts are begun, and those that were are awaited.</param>
    Task RunAsync(Func<PartKey, CancellationToken, Task> work, CancellationToken stopping);
}
