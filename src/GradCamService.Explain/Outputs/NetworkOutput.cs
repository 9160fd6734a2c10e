
namespace GradCamService.Explain.Outputs;

/// <summary>What a network said of one image.</summary>
/// <param name="Logits">Its outputs <c>[A]</c>, one a class, answer or action; empty for captions.</param>
/// <param name="Captions">The caption that is explained, then the search's others, best first; empty for other tasks.</param>
public sealed record NetworkOutput(float[] Logits, IReadOnlyList<Caption> Captions)
{
    /// <summary>The outputs that these are compared with: a second photo's, or the caller's; null where nothing is compared.</summary>
    public float[]? Reference { get; init; }

    /// <summary>How likely the network holds each class, 0 to 1, one a class; null where its scores are no such thing, and for captions.</summary>
    public IReadOnlyList<double>? Shares { get; init; }
}
