using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using GradCamService.Predictions;

namespace GradCamService.Explanations;

/// <summary>What a target is called.</summary>
internal static class TargetNames
{
    /// <summary>A named concept, a class that the model predicted, a sentence, or one of its words.</summary>
    public static ConceptReference Of(Target target, ExplanationOrder order) => target switch
    {
        ContrastTarget contrast => Of(contrast.Concept, order),
        ClassTarget { Index: var index } => ConceptReference.Of(order.Model.Concepts.ClassAt(index)),
        GroupTarget group => ConceptReference.Of(order.Aim.Concepts.First(named => named.Members?.SequenceEqual(group.Members) == true)),
        CaptionTarget caption => Sentence(caption.Tokens, order.Model),
        WordTarget word => new ConceptReference(word.Token, null, order.Model.Vocabulary!.WordAt(word.Token), word.Position),
        _ => throw new InvalidOperationException($"{target.GetType().Name} has no name"),
    };

    /// <summary>A sentence by its tokens, the end token among them or not.</summary>
    public static ConceptReference Sentence(IReadOnlyList<int> tokens, LoadedModel model) =>
        new(null, null, model.Vocabulary!.Decode(tokens));
}
