using System.Text.Json.Serialization;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Imaging;
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
    /// <summary>Segmentation only: the share of the image's places where the class is seen, 0 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Area { get; init; }

    /// <summary>Detection only: the box, in whole pixels of the photo.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PredictedBox? Box { get; init; }

    /// <summary>The best of an image's classes, answers or actions.</summary>
    public static IReadOnlyList<Prediction> Best(LoadedModel model, NetworkOutput output, int count) =>
    [
        .. Ranking.Best(output.Logits, count).Select(index => new Prediction(
            ConceptName.Of(model.Concepts.ClassAt(index)), Finite.OrNull(output.Logits[index]), Finite.OrNull(output.Shares?[index]))),
    ];
}

/// <summary>A box that a model predicts, in whole pixels of the photo.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public sealed record PredictedBox(int X, int Y, int Width, int Height)
{
    internal static PredictedBox Of(PixelBox box) => new(box.X, box.Y, box.Width, box.Height);
}
