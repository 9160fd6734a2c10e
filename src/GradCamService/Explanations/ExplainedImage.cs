using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Queue;

namespace GradCamService.Explanations;

/// <summary>An order, the photo that it was for, and what the device found: all that an answer is made of.</summary>
/// <param name="Order">The request.</param>
/// <param name="Photo">The photo that pictures are drawn on; of a policy's frames, the newest. Null where none is.</param>
/// <param name="Placement">How the input lies in the photo.</param>
/// <param name="Computed">What the device found.</param>
public sealed record ExplainedImage(ExplanationOrder Order, Photo? Photo, Placement Placement, InferenceResult Computed)
{
    /// <summary>The evidence of each target, in order.</summary>
    public IReadOnlyList<Saliency> Targets { get; } =
        Computed.Result.Explanations.Select(explanation => new Saliency(explanation, Placement.InputHeight, Placement.InputWidth)).ToList();

    /// <summary>Each concept by each method, concept by concept.</summary>
    public IEnumerable<(Saliency Target, Method Method)> Entries =>
        Targets.SelectMany(target => Order.Methods.Select(method => (target, method)));
}
