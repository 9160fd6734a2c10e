using GradCamService.Explain.Explainers;

namespace GradCamService.Callers;

/// <summary>What a request took of the device, for the audit log.</summary>
/// <param name="Rounds">Passes of a batch's worth: one forward, and those backward or besides.</param>
/// <param name="Device">How long the device worked on the batch that the request was in.</param>
internal sealed record RequestCost(int Rounds, TimeSpan Device)
{
    public static void Tell(HttpContext context, Explained explained) =>
        context.Features.Set(new RequestCost(1 + explained.Order.Rounds, explained.Times.Forward + explained.Times.Backward));
}
