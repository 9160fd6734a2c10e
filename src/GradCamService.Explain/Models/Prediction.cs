using GradCamService.Explain.Concepts;
using GradCamService.Explain.Outputs;

namespace GradCamService.Explain.Models;

/// <summary>One prediction.</summary>
/// <param name="Concept">What is predicted.</param>
/// <param name="Score">Its logit or Q-value, of a caption its log-probability; null where it is not finite.</param>
/// <param name="Probability">Its share of the softmax over all outputs; null for a policy, whose scores are Q-values.</param>
public sealed record Prediction(ConceptName Concept, double? Score, double? Probability)
{
    /// <summary>The best of an image's classes, answers or actions.</summary>
    public static IReadOnlyList<Prediction> Best(LoadedModel model, NetworkOutput output, int count)
    {
        var shares = model.Task.HasProbabilities ? Softmax.Of(output.Logits) : null;
        return
        [
            .. Ranking.Best(output.Logits, count).Select(index => new Prediction(
                ConceptName.Of(model.Concepts.ClassAt(index)), Finite.OrNull(output.Logits[index]), Finite.OrNull(shares?[index]))),
        ];
    }
}
