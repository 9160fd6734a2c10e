using GradCamService.Explain.Fields;
using static TorchSharp.torch;

namespace GradCamService.Explain.Methods;

/// <summary>How a localization map is found at the target layer. Methods with equal readings share what is computed.</summary>
public abstract record MapReading
{
    public abstract Passes Passes { get; }

    /// <summary>Fields of its settings.</summary>
    public virtual IReadOnlyList<Field> Fields => [];

    /// <summary>Passes of one image besides those of the batch.</summary>
    public virtual int PassesBesides(Extent extent, MethodSettings settings) => 0;
}

/// <summary>Which share each channel, or each channel at each position, has in a localization map M = Σ_k w_k A_k.</summary>
/// <param name="activations">The target layer's output A, <c>[N, K, h, w]</c>.</param>
/// <param name="gradients">∂y/∂A by the plain rule, <c>[N, K, h, w]</c>.</param>
/// <returns>
/// Weights <c>[N, K]</c>, or <c>[N, K, h, w]</c> where positions differ; or what is no such sum, the map itself, <c>[N, h, w]</c>. Owned by the
/// caller's dispose scope.
/// </returns>
public delegate Tensor MapWeights(Tensor activations, Tensor gradients);

/// <summary>By activations and gradients of one pass.</summary>
/// <param name="Weights">How activations are weighed.</param>
public sealed record GradientMap(MapWeights Weights) : MapReading
{
    /// <summary>The score whose gradients are taken; null: the target's own.</summary>
    public Rescoring? Rescoring { get; init; }

    /// <summary>
    /// Whether what is weighed is g − ½ H A, where g is the gradient and H A that of Σ g·A with A held constant: a second pass from the layer on.
    /// </summary>
    public bool IsSecondOrder { get; init; }

    public override Passes Passes => IsSecondOrder ? Passes.Activations : Passes.Activations | Passes.Layers;

    public override int PassesBesides(Extent extent, MethodSettings settings) => IsSecondOrder ? 2 : 0;
}

/// <summary>By activations alone: the same for every target.</summary>
/// <param name="Read">A, <c>[N, K, h, w]</c> → maps <c>[N, h, w]</c>, owned by the caller's dispose scope.</param>
public sealed record ActivationMap(Func<Tensor, Tensor> Read) : MapReading
{
    public override Passes Passes => Passes.Activations;
}

/// <summary>By the scores of altered images or activations.</summary>
/// <param name="Perturbation">How they are altered; it gives channel weights <c>[R, K]</c>.</param>
public sealed record PerturbedMap(Perturbation Perturbation) : MapReading
{
    public override Passes Passes => Passes.Activations;

    public override IReadOnlyList<Field> Fields => Perturbation.Fields;

    public override int PassesBesides(Extent extent, MethodSettings settings) => Perturbation.Count(extent, settings);
}
