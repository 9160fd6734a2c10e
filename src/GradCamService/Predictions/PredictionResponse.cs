using System.Text.Json.Serialization;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;

namespace GradCamService.Predictions;

/// <summary>What a model says of an image.</summary>
/// <param name="Predictions">Classes, answers or actions, best first; absent for captioning.</param>
/// <param name="Captions">Captioning only: the sentences that the search ended with, best first.</param>
/// <param name="UnknownWords">vqa only: words of the question that the model does not know.</param>
public sealed record PredictionListResponse(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PredictionResponse>? Predictions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<CaptionResponse>? Captions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? UnknownWords);

/// <summary>One prediction.</summary>
/// <param name="Concept">What is predicted.</param>
/// <param name="Score">Its logit or Q-value, of a caption its log-probability; null where it is not finite.</param>
/// <param name="Probability">Its share of the softmax over all outputs; null for a policy, whose scores are Q-values.</param>
public sealed record PredictionResponse(ConceptReference Concept, double? Score, double? Probability)
{
    /// <summary>The best of an image's classes, answers or actions.</summary>
    public static IReadOnlyList<PredictionResponse> Best(LoadedModel model, NetworkOutput output, int count)
    {
        var logits = output.Logits;
        var shares = model.HasProbabilities ? Softmax.Of(logits) : null;
        return Ranking.Best(logits, count)
            .Select(index => new PredictionResponse(
                ConceptReference.Of(model.Concepts.ClassAt(index)),
                Finite.OrNull(logits[index]),
                shares is null ? null : Finite.OrNull(shares[index])))
            .ToList();
    }
}
