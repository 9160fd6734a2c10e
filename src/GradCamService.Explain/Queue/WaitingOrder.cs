using GradCamService.Explain.Explainers;
using GradCamService.Explain.Orders;

namespace GradCamService.Explain.Queue;

/// <summary>An order with its photo that waits for the device.</summary>
/// <param name="Prepared">The order and its photo.</param>
/// <param name="Submitted">Timestamp of when it began to wait.</param>
/// <param name="Cancellation">Signalled when nobody waits for its answer any longer.</param>
public sealed record WaitingOrder(PreparedOrder Prepared, long Submitted, CancellationToken Cancellation)
{
    // Asynchronous continuations: otherwise HTTP code would run on the device's thread.
    private readonly TaskCompletionSource<Explained> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Order Order => Prepared.Order;

    public Task<Explained> Completion => _completion.Task;

    public void Complete(Explained explained) => _completion.TrySetResult(explained);

    public void Fail(Exception exception) => _completion.TrySetException(exception);
}
