using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Models;
using GradCamService.Explain.Texts;

namespace GradCamService.Explanations;

/// <summary>A valid request: every field is read and has its default.</summary>
/// <param name="Model">The model that is asked.</param>
/// <param name="Aim">What is looked for.</param>
/// <param name="Text">The question, or the caller's caption; null for a model without text, and for its own caption.</param>
/// <param name="Beams">How widely the model's own caption is searched.</param>
/// <param name="Methods">In the order in which they were named.</param>
/// <param name="Counterfactual">Whether the score's sign is turned.</param>
/// <param name="Layer">The target layer.</param>
/// <param name="Fit">How the photo is fitted.</param>
/// <param name="Threshold">0 to 1.</param>
/// <param name="Colors">Of heatmap and overlay.</param>
/// <param name="Pictures">Which pictures the JSON has.</param>
public sealed record ExplanationOrder(
    LoadedModel Model,
    Aim Aim,
    Encoded? Text,
    int Beams,
    IReadOnlyList<Method> Methods,
    bool Counterfactual,
    string Layer,
    Fit Fit,
    double Threshold,
    ColorMapName Colors,
    PictureChoice Pictures)
{
    /// <summary>Whether an answer of this format is drawn on the photo: then every pixel of it is needed.</summary>
    public bool NeedsPhoto(string format) =>
        format == AnswerFormat.Png || (format == AnswerFormat.Json && Methods.Any(method => Pictures.Includes(PictureKind.Overlay, method)));
}
