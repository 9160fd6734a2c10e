using System.Text.Json.Serialization;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;

namespace GradCamService.Predictions;

/// <summary>A model's predictions.</summary>
/// <param name="Predictions">Best first.</param>
public sealed record PredictionListResponse(IReadOnlyList<PredictionResponse> Predictions);

/// <summary>One prediction.</summary>
/// <param name="Concept">What is predicted.</param>
/// <param name="Score">Its logit; null where it is not finite.</param>
/// <param name="Probability">Its share of the softmax over all outputs; null for Q-values.</param>
public sealed record PredictionResponse(ConceptReference Concept, double? Score, double? Probability)
{
    /// <summary>The best predictions of an image's outputs.</summary>
    public static IReadOnlyList<PredictionResponse> Best(ConceptCatalog concepts, float[] logits, int count)
    {
        var shares = Softmax.Of(logits);
        return Ranking.Best(logits, count)
            .Select(index => new PredictionResponse(ConceptReference.Of(concepts.ClassAt(index)), Finite.OrNull(logits[index]), Finite.OrNull(shares[index])))
            .ToList();
    }
}

/// <summary>A concept by its names.</summary>
/// <param name="Index">Position among the outputs; absent for a group.</param>
/// <param name="Id">WordNet id, where the model's list has one.</param>
/// <param name="Label">Its name.</param>
public sealed record ConceptReference(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    string Label)
{
    internal static ConceptReference Of(Concept concept) => new(concept.Index, concept.Id, concept.Label);
}
