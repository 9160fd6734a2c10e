using GradCamService.Explain.Concepts;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;

namespace GradCamService.Evaluate.Runs;

/// <summary>The categories of a photo, then the model's best predictions that are none of them.</summary>
/// <param name="Labels">The photo's categories as the model's targets, its label first.</param>
/// <param name="Best">How many of the best predictions are explained.</param>
/// <param name="Concepts">The model's, for their names.</param>
/// <param name="AreIndependent">Whether several classes may hold at once.</param>
internal sealed record EvaluatedTargets(IReadOnlyList<Target> Labels, int Best, ConceptCatalog Concepts, bool AreIndependent) : TargetChoice
{
    public override int ExpectedCount => Labels.Count + Best;

    public override IReadOnlyList<Target> Choose(NetworkOutput output) =>
    [
        .. Labels,
        .. Ranking.Best(output.Logits, Best).Where(index => !Labels.Any(label => label.Concept.Index == index))
            .Select(index => Target.Of(Concepts.ClassAt(index), null, AreIndependent)),
    ];
}
