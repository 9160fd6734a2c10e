using GradCamService.Explain.Concepts;
using GradCamService.Explain.Outputs;

namespace GradCamService.Explain.Models;

/// <summary>One prediction.</summary>
/// <param name="Concept">What is predicted.</param>
/// <param name="Score">
/// Its logit, Q-value or other number before any softmax or sigmoid, of a caption its log-probability; null where it is not finite.
/// </param>
/// <param name="Probability">
/// As the model's scores mean it: its share of the softmax over all classes, its own sigmoid, or the share that the network gives; null for
/// plain numbers such as a policy's Q-values.
/// </param>
public sealed record Prediction(ConceptName Concept, double? Score, double? Probability)
{
    /// <summary>The best of an image's classes, answers or actions.</summary>
    public static IReadOnlyList<Prediction> Best(LoadedModel model, NetworkOutput output, int count) =>
    [
        .. Ranking.Best(output.Logits, count).Select(index => new Prediction(
            ConceptName.Of(model.Concepts.ClassAt(index)), Finite.OrNull(output.Logits[index]), Finite.OrNull(output.Shares?[index]))),
    ];
}
