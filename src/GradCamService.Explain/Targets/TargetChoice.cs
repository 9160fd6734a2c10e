using GradCamService.Explain.Concepts;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Texts;

namespace GradCamService.Explain.Targets;

/// <summary>Which targets of an image are explained. Some are known beforehand, some only once the outputs are.</summary>
public abstract record TargetChoice
{
    /// <summary>Nothing is explained: a prediction.</summary>
    public static TargetChoice None { get; } = new NamedTargets([]);

    /// <summary>How many targets there will be: exact, or what is usual where only the outputs tell.</summary>
    public abstract int ExpectedCount { get; }

    /// <summary>The tensor whose elements are explained in place of the network's scores; null: the scores.</summary>
    public virtual string? Tensor => null;

    /// <summary>Whether targets are places of the image, or of a tensor, which would be others in a mirrored image.</summary>
    public virtual bool AreBoundToPlaces => false;

    /// <param name="output">What the network said of the image.</param>
    /// <returns>What can be explained on its own, without that output: scores of other images' outputs may be asked of it.</returns>
    public abstract IReadOnlyList<Target> Choose(NetworkOutput output);

    /// <summary>Refuses what does not fit a photo, before that is decoded.</summary>
    /// <param name="placement">How the network's input lies in it.</param>
    /// <exception cref="InvalidFieldsException">What was asked lies where the network does not see.</exception>
    public virtual void Check(Placement placement)
    {
    }
}

/// <summary>Targets that the caller named.</summary>
public sealed record NamedTargets(IReadOnlyList<Target> Targets) : TargetChoice
{
    public override int ExpectedCount => Targets.Count;

    public override IReadOnlyList<Target> Choose(NetworkOutput output) => Targets;
}

/// <summary>The model's own best predictions, highest score first; against another concept where one is given.</summary>
/// <param name="Count">How many.</param>
/// <param name="Concepts">The model's, for their names.</param>
/// <param name="Against">The second concept, or null.</param>
/// <param name="AreIndependent">Whether several classes may hold at once.</param>
public sealed record BestPredictions(int Count, ConceptCatalog Concepts, Concept? Against = null, bool AreIndependent = false) : TargetChoice
{
    public override int ExpectedCount => Count;

    public override IReadOnlyList<Target> Choose(NetworkOutput output) =>
        [.. Ranking.Best(output.Logits, Count).Select(index => Target.Of(Concepts.ClassAt(index), Against, AreIndependent))];
}

/// <summary>The caption as a whole, then each of its words. The end token is part of the whole, and no word.</summary>
/// <param name="Vocabulary">The model's, for their names.</param>
public sealed record SentenceAndWords(Vocabulary Vocabulary) : TargetChoice
{
    // The whole, and the nine words of a usual caption.
    public override int ExpectedCount => 10;

    public override IReadOnlyList<Target> Choose(NetworkOutput output)
    {
        var caption = output.Captions[0];
        return
        [
            new Target(new SentenceScore(caption.Tokens), new ConceptName(null, null, Vocabulary.Decode(caption.Tokens))),
            .. caption.Words.Select((token, position) =>
                new Target(new WordScore(position, token), new ConceptName(token, null, Vocabulary.WordAt(token), position))),
        ];
    }
}
