using System.Diagnostics;
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

    /// <summary>What it belongs to, with which alone it shares batches; null: to nothing.</summary>
    public object? Group { get; init; }

    /// <summary>Whether somebody waits for it at a connection.</summary>
    public Lane Lane { get; init; }

    /// <summary>Whose turn it takes.</summary>
    public Caller Caller { get; init; } = Caller.Anonymous;

    /// <summary>The trace of whoever made it; the default where there is none.</summary>
    public ActivityContext Trace { get; } = Activity.Current?.Context ?? default;

    public Order Order => Prepared.Order;

    /// <summary>Whether the two may share a batch.</summary>
    public bool Fits(WaitingOrder other) => Lane == other.Lane && ReferenceEquals(Group, other.Group) && Order.Fits(other.Order);

    public Task<Explained> Completion => _completion.Task;

    public void Complete(Explained explained) => _completion.TrySetResult(explained);

    public void Fail(Exception exception) => _completion.TrySetException(exception);
}
