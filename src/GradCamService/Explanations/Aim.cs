using GradCamService.Explain.Concepts;
using GradCamService.Explain.Targets;

namespace GradCamService.Explanations;

/// <summary>What a request looks for.</summary>
/// <param name="Concepts">Named concepts, answers or actions; empty where the model's best predictions or a caption are explained.</param>
/// <param name="Against">The second concept, or null.</param>
/// <param name="Targets">What the device explains.</param>
public sealed record Aim(IReadOnlyList<Concept> Concepts, Concept? Against, TargetChoice Targets);
