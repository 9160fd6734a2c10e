using static TorchSharp.torch;

namespace GradCamService.Explain.Methods;

/// <summary>Weights that are the same at every position, <c>[N, K]</c>.</summary>
public static class ChannelWeights
{
    /// <summary>α_k = (1/hw) Σ_ij ∂y/∂A_kij, Selvaraju et al. 2017, arXiv:1610.02391, eq. 1.</summary>
    public static Tensor GradCam(Tensor activations, Tensor gradients) => gradients.mean([2, 3]);
}
