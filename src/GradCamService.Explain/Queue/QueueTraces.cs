using System.Diagnostics;

namespace GradCamService.Explain.Queue;

/// <summary>
/// Where a request's time goes, as spans of its trace: decode, queue, draw; and batch, a trace of its own with a link to each request in it.
/// </summary>
public static class QueueTraces
{
    public const string SourceName = "GradCamService.Queue";

    private const string Model = "gradcam.model";
    private const string Images = "gradcam.batch.images";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins a span of the present trace; it ends when it is disposed. Null where nobody records it.</summary>
    internal static Activity? Begin(string stage, string model) =>
        Source.StartActivity(stage, ActivityKind.Internal, default(ActivityContext), [new(Model, model)]);

    /// <summary>Begins the span of a batch on the device, and ends those of its orders' waits.</summary>
    /// <param name="batch">At least one order.</param>
    /// <param name="now">When it begins.</param>
    /// <param name="waitOf">How long an order has waited.</param>
    internal static Activity? BeginBatch(IReadOnlyList<WaitingOrder> batch, DateTimeOffset now, Func<WaitingOrder, TimeSpan> waitOf)
    {
        if (!Source.HasListeners())
            return null;
        var model = batch[0].Order.Model.Name;
        foreach (var order in batch.Where(order => order.Trace != default))
        {
            using var queue = Source.StartActivity("queue", ActivityKind.Internal, order.Trace, [new(Model, model)], startTime: now - waitOf(order));
            queue?.SetEndTime(now.UtcDateTime);
        }
        return Source.StartActivity("batch", ActivityKind.Internal, default(ActivityContext), [new(Model, model), new(Images, batch.Count)],
            [.. batch.Where(order => order.Trace != default).Select(order => new ActivityLink(order.Trace))], now);
    }
}
