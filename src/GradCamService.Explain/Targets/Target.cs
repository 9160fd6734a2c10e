using GradCamService.Explain.Concepts;

namespace GradCamService.Explain.Targets;

/// <summary>A score to explain, and what it is called.</summary>
/// <param name="Score">y.</param>
/// <param name="Concept">What is looked for: a concept, a sentence, or a word with its position.</param>
/// <param name="Against">The second concept of score(concept) − score(against), else null.</param>
public sealed record Target(Score Score, ConceptName Concept, ConceptName? Against = null)
{
    /// <summary>Whether −y is explained: what speaks against the concept.</summary>
    public bool IsCounterfactual { get; init; }

    /// <summary>A class or group of a model's list.</summary>
    /// <param name="concept">What speaks for it …</param>
    /// <param name="against">… rather than for this, where there is one.</param>
    public static Target Of(Concept concept, Concept? against = null) => against is null
        ? new Target(ScoreOf(concept), ConceptName.Of(concept))
        : new Target(new ContrastScore(ScoreOf(concept), ScoreOf(against)), ConceptName.Of(concept), ConceptName.Of(against));

    private static Score ScoreOf(Concept concept) => concept.Index is { } index ? new ClassScore(index) : new GroupScore(concept.Members!);
}
