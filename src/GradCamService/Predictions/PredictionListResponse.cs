using System.Text.Json.Serialization;
using GradCamService.Explain.Models;

namespace GradCamService.Predictions;

/// <summary>What a model says of an image.</summary>
/// <param name="Predictions">
/// Classes, answers or actions, best first; of segmentation classes, the largest area first; of detection boxes, best first; of regression all
/// numbers in their order; absent for captioning.
/// </param>
public sealed record PredictionListResponse(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Prediction>? Predictions)
{
    /// <summary>What answers of the model's task have besides.</summary>
    [JsonExtensionData]
    public Dictionary<string, object>? Sections { get; init; }
}
