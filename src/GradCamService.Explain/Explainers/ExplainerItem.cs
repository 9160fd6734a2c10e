using GradCamService.Explain.Captions;
using GradCamService.Explain.Targets;
using static TorchSharp.torch;

namespace GradCamService.Explain.Explainers;

/// <summary>One image of a batch.</summary>
/// <param name="Image">The network's input without the batch axis, row-major, normalized.</param>
/// <param name="Targets">What to explain.</param>
/// <param name="Counterfactual">Whether to explain −y: what speaks against the target.</param>
/// <param name="Text">
/// Token numbers of a question, or of a caption's words, at least one; null for a network that reads no text, and for the network's own
/// caption.
/// </param>
/// <param name="Beams">How widely the network's own caption is searched, 1 (greedy) to <see cref="CaptionRules.MostBeams"/>.</param>
public sealed record ExplainerItem(
    float[] Image,
    TargetChoice Targets,
    bool Counterfactual = false,
    IReadOnlyList<int>? Text = null,
    int Beams = CaptionRules.DefaultBeams)
{
    /// <summary>The score that is explained: ±y.</summary>
    internal Tensor Signed(Tensor score) => Counterfactual ? -score : score;
}

/// <summary>What the explainer found for one image.</summary>
/// <param name="Output">What the network said.</param>
/// <param name="Explanations">One for each target, in the order of the targets.</param>
public sealed record ExplainerResult(NetworkOutput Output, IReadOnlyList<TargetExplanation> Explanations);

/// <summary>One target's explanation, as numbers.</summary>
/// <param name="Target">What was explained.</param>
/// <param name="Score">y, before any softmax; of captions and words, the log-probability.</param>
/// <param name="Map">Grad-CAM before the ReLU, where it was asked for.</param>
/// <param name="GuidedGradients">∂y/∂image by the guided rule, in the layout of the image, where it was asked for.</param>
public sealed record TargetExplanation(Target Target, float Score, SignedMap? Map, float[]? GuidedGradients);

/// <summary>M = Σ_k α_k A_k at the target layer's resolution.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Values">Row-major, signed, unnormalized.</param>
public sealed record SignedMap(int Height, int Width, float[] Values);
