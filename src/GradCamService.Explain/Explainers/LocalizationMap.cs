using GradCamService.Explain.Manifests;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Explainers;

/// <summary>Grad-CAM from activations and gradients: α_k = (1/hw) Σ_ij ∂y/∂A_kij, M = Σ_k α_k A_k.</summary>
public static class LocalizationMap
{
    /// <summary>The map of one target for each image.</summary>
    /// <param name="activations">The target layer's output A, <c>[N, K, h, w]</c>, <c>[N, h, w, K]</c> or tokens <c>[N, T, K]</c>.</param>
    /// <param name="gradients">∂y/∂A in the same shape.</param>
    /// <param name="tokens">The grid, where the layer is a sequence of tokens.</param>
    /// <param name="isChannelsLast">Whether a layer of four axes is <c>[N, h, w, K]</c>.</param>
    /// <returns>M before the ReLU, <c>[N, h, w]</c>; the caller's dispose scope owns it.</returns>
    public static Tensor Of(Tensor activations, Tensor gradients, TokenGrid? tokens = null, bool isChannelsLast = false) =>
        Of(activations, [ChannelWeights(gradients, tokens, isChannelsLast)], tokens, isChannelsLast).select(1, 0);

    /// <summary>α, the mean of the gradients over the positions, <c>[N, K]</c>.</summary>
    internal static Tensor ChannelWeights(Tensor gradients, TokenGrid? tokens, bool isChannelsLast) =>
        AsGrid(gradients, tokens, isChannelsLast).mean([2, 3]);

    /// <summary>The maps of several targets in one product, <c>[N, R, h, w]</c>.</summary>
    /// <param name="weights">R times <c>[N, K]</c>.</param>
    internal static Tensor Of(Tensor activations, IReadOnlyList<Tensor> weights, TokenGrid? tokens, bool isChannelsLast)
    {
        var a = AsGrid(activations, tokens, isChannelsLast);
        return stack(weights, 1).bmm(a.flatten(2)).reshape(a.shape[0], weights.Count, a.shape[2], a.shape[3]);
    }

    private static Tensor AsGrid(Tensor layer, TokenGrid? tokens, bool isChannelsLast)
    {
        if (layer.dim() == 4)
            return isChannelsLast ? layer.permute(0, 3, 1, 2) : layer;
        if (layer.dim() != 3 || tokens is null)
            throw new OnnxException($"the target layer has the shape [{string.Join(", ", layer.shape)}]; a map needs [N, K, h, w], or tokens with a grid");
        if (layer.shape[1] != tokens.Skip + tokens.Height * tokens.Width)
            throw new OnnxException(
                $"the target layer has {layer.shape[1]} tokens; its grid needs {tokens.Skip} + {tokens.Height} × {tokens.Width}");
        return layer.narrow(1, tokens.Skip, tokens.Height * tokens.Width).transpose(1, 2)
            .reshape(layer.shape[0], layer.shape[2], tokens.Height, tokens.Width);
    }
}
