using GradCamService.Explain.Concepts;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Tasks.Embedding;

/// <summary>How like a photo's embedding is to its reference.</summary>
internal sealed record SimilarityTarget : TargetChoice
{
    private static readonly ConceptName Name = new(null, null, "similarity");

    public static SimilarityTarget Instance { get; } = new();

    public override int ExpectedCount => 1;

    /// <param name="output">With its reference.</param>
    public override IReadOnlyList<Target> Choose(NetworkOutput output) => [new Target(new CosineScore(output.Reference!), Name)];
}
