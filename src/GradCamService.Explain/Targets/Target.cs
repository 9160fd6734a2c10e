using GradCamService.Explain.Concepts;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Outputs;

namespace GradCamService.Explain.Targets;

/// <summary>A score to explain, and what it is called.</summary>
/// <param name="Score">y.</param>
/// <param name="Concept">What is looked for: a concept, a sentence, or a word with its position.</param>
/// <param name="Against">The second concept of score(concept) − score(against), else null.</param>
public sealed record Target(Score Score, ConceptName Concept, ConceptName? Against = null)
{
    /// <summary>Whether −y is explained: what speaks against the concept.</summary>
    public bool IsCounterfactual { get; init; }

    /// <summary>Why there is nothing to explain in this image, in words, with what to ask instead: a mask without places; null where there is.</summary>
    public string? Lack { get; init; }

    /// <summary>The box of the photo whose score is explained; null where it is none of a box.</summary>
    public PixelBox? Box { get; init; }

    /// <summary>How likely the network holds it in this image, where the score cannot tell: of a mask, the mean of its places; else null.</summary>
    public double? Share { get; init; }

    /// <summary>How likely the network holds it in the image that it was chosen for; null where that means nothing.</summary>
    /// <param name="score">y.</param>
    /// <param name="output">All that the network said of the image.</param>
    public double? Probability(float score, NetworkOutput output) => Share ?? Score.Probability(score, output);

    /// <summary>A class or group of a model's list.</summary>
    /// <param name="concept">What speaks for it …</param>
    /// <param name="against">… rather than for this, where there is one.</param>
    /// <param name="areIndependent">Whether several classes may hold at once.</param>
    public static Target Of(Concept concept, Concept? against = null, bool areIndependent = false)
    {
        return against is null
            ? new Target(ScoreOf(concept), ConceptName.Of(concept))
            : new Target(new ContrastScore(ScoreOf(concept), ScoreOf(against)), ConceptName.Of(concept), ConceptName.Of(against));

        Score ScoreOf(Concept concept) => concept.Index is { } index ? new ClassScore(index)
            : areIndependent ? new LargestScore(concept.Members!) : new GroupScore(concept.Members!);
    }
}
