using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Outputs;

/// <summary>What a network said of one image.</summary>
/// <param name="Logits">
/// Its outputs <c>[A]</c>, one a class, answer or action; the first of a list of plain numbers; empty for captions, maps and boxes.
/// </param>
/// <param name="Captions">The caption that is explained, then the search's others, best first; empty for other tasks.</param>
public sealed record NetworkOutput(float[] Logits, IReadOnlyList<Caption> Captions)
{
    /// <summary>The outputs that these are compared with: a second photo's, or the caller's; null where nothing is compared.</summary>
    public float[]? Reference { get; init; }

    /// <summary>How likely the network holds each class, 0 to 1, one a class; null where its scores are no such thing, and for captions.</summary>
    public IReadOnlyList<double>? Shares { get; init; }

    /// <summary>What it sees where; null for networks that say it of the whole image.</summary>
    public Segmentation? Segmentation { get; init; }

    /// <summary>The boxes that it proposes; null for other networks.</summary>
    public Detections? Detections { get; init; }

    /// <summary>How the network's input lies in the photo; null where nobody said.</summary>
    public Placement? Placement { get; init; }
}
