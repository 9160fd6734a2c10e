using static TorchSharp.torch;

namespace GradCamService.Explain.Methods;

/// <summary>Localization maps M = Σ_k w_k A_k, before any ReLU.</summary>
public static class LocalizationMap
{
    /// <summary>The map of one target for each image.</summary>
    /// <param name="activations">A, <c>[N, K, h, w]</c>.</param>
    /// <param name="gradients">∂y/∂A in the same shape.</param>
    /// <param name="weights">The method's.</param>
    /// <returns><c>[N, h, w]</c>, owned by the caller's dispose scope.</returns>
    public static Tensor Of(Tensor activations, Tensor gradients, MapWeights weights) =>
        Of(activations, [Share(activations, gradients, weights)]).select(1, 0);

    /// <summary>
    /// What is kept of a target until all are known: its channels' weights <c>[N, K]</c>, or where positions differ, the map itself,
    /// <c>[N, h, w]</c>, which is smaller than those.
    /// </summary>
    internal static Tensor Share(Tensor activations, Tensor gradients, MapWeights weights) =>
        weights(activations, gradients) is var share && share.dim() == 4 ? (share * activations).sum(1) : share;

    /// <summary>The maps of several targets, <c>[N, R, h, w]</c>; from channels' weights in one product.</summary>
    /// <param name="activations">A, <c>[N, K, h, w]</c>.</param>
    /// <param name="shares">R times what <see cref="Share"/> gives.</param>
    internal static Tensor Of(Tensor activations, IReadOnlyList<Tensor> shares)
    {
        var all = stack(shares, 1);
        return all.dim() == 4 ? all
            : all.bmm(activations.flatten(2)).reshape(activations.shape[0], shares.Count, activations.shape[2], activations.shape[3]);
    }
}
