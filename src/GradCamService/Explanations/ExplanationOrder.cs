using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;

namespace GradCamService.Explanations;

/// <summary>A valid request: every field is read and has its default.</summary>
/// <param name="Model">The model that is asked.</param>
/// <param name="Concepts">Named concepts; empty where the model's best predictions are explained.</param>
/// <param name="Targets">What the device explains.</param>
/// <param name="Against">The second concept, or null.</param>
/// <param name="Methods">In the order in which they were named.</param>
/// <param name="Counterfactual">Whether the score's sign is turned.</param>
/// <param name="Layer">The target layer.</param>
/// <param name="Fit">How the photo is fitted.</param>
/// <param name="Threshold">0 to 1.</param>
/// <param name="Colors">Of heatmap and overlay.</param>
/// <param name="Pictures">Which pictures the JSON has.</param>
public sealed record ExplanationOrder(
    LoadedModel Model,
    IReadOnlyList<Concept> Concepts,
    TargetChoice Targets,
    Concept? Against,
    IReadOnlyList<Method> Methods,
    bool Counterfactual,
    string Layer,
    Fit Fit,
    double Threshold,
    ColorMapName Colors,
    PictureChoice Pictures);
