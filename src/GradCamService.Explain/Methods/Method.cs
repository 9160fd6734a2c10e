using GradCamService.Onnx;
using TorchSharp;

namespace GradCamService.Explain.Methods;

/// <summary>Which share each channel, or each channel at each position, has in a localization map M = Σ_k w_k A_k.</summary>
/// <param name="activations">The target layer's output A, <c>[N, K, h, w]</c>.</param>
/// <param name="gradients">∂y/∂A by the plain rule, <c>[N, K, h, w]</c>.</param>
/// <returns>Weights <c>[N, K]</c>, or <c>[N, K, h, w]</c> where positions differ; owned by the caller's dispose scope.</returns>
public delegate torch.Tensor MapWeights(torch.Tensor activations, torch.Tensor gradients);

/// <summary>A way of explaining: a row of <see cref="MethodTable"/>.</summary>
/// <param name="Name">As the API writes it.</param>
/// <param name="Paper">Where it comes from.</param>
public sealed record Method(string Name, string Paper)
{
    /// <summary>How it weighs the target layer's activations; null for a method without a map.</summary>
    public MapWeights? Weights { get; init; }

    /// <summary>
    /// The ReLU rule of its gradients at the image, which are multiplied with the map where it has one; null for a method that has none.
    /// </summary>
    public ReluRule? Pixels { get; init; }

    /// <summary>Names of its pictures in the JSON; the first is the one that <c>image/png</c> gives.</summary>
    public required IReadOnlyList<string> Pictures { get; init; }

    /// <summary>The backward passes that it needs.</summary>
    public Passes Passes => new(Weights is not null, Pixels is not null);
}

/// <summary>Which backward passes a batch makes; orders that need the same ones share a batch.</summary>
/// <param name="Maps">Plain gradients to the target layer.</param>
/// <param name="Guided">Guided gradients to the image.</param>
public readonly record struct Passes(bool Maps, bool Guided)
{
    /// <summary>A forward pass only.</summary>
    public static Passes None => default;

    /// <summary>What these methods need together.</summary>
    public static Passes For(IEnumerable<Method> methods) =>
        methods.Aggregate(None, (all, method) => new Passes(all.Maps || method.Passes.Maps, all.Guided || method.Passes.Guided));
}
