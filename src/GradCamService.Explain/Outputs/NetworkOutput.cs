
namespace GradCamService.Explain.Outputs;

/// <summary>What a network said of one image.</summary>
/// <param name="Logits">Its outputs <c>[A]</c>, one a class, answer or action; empty for captions.</param>
/// <param name="Captions">The caption that is explained, then the search's others, best first; empty for other tasks.</param>
public sealed record NetworkOutput(float[] Logits, IReadOnlyList<Caption> Captions);
