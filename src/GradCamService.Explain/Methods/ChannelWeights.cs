using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Methods;

/// <summary>Weights that are the same at every position, <c>[N, K]</c>.</summary>
public static class ChannelWeights
{
    /// <summary>α_k = (1/hw) Σ_ij ∂y/∂A_kij, Selvaraju et al. 2017, arXiv:1610.02391, eq. 1.</summary>
    public static Tensor GradCam(Tensor activations, Tensor gradients) => gradients.mean([2, 3]);

    /// <summary>
    /// w_k = Σ_ij a_kij ReLU(∂y/∂A_kij) with a = g² / (2 g² + g³ Σ_ab A_kab), Chattopadhyay et al. 2018, arXiv:1710.11063, eq. 19. For A ≥ 0 that is
    /// Σ_ij ReLU(g) / (2 + ReLU(g) Σ_ab A_kab), which needs no small number against a division by zero. At layers with negative activations the
    /// denominator may vanish: the method is made for those behind a rectifier.
    /// </summary>
    public static Tensor GradCamPlusPlus(Tensor activations, Tensor gradients)
    {
        var positive = gradients.relu();
        return positive.div(positive.mul(activations.sum([2, 3], keepdim: true)).Plus(2)).sum([2, 3]);
    }

    /// <summary>
    /// w_k = Σ_ij g_kij A_kij / Σ_ab A_kab, 0 for a channel whose sum is 0, Fu et al. 2020, arXiv:2008.02312. At layers with negative activations the
    /// sum may vanish: the method is made for those behind a rectifier.
    /// </summary>
    public static Tensor XGradCam(Tensor activations, Tensor gradients)
    {
        var sums = activations.sum([2, 3]);
        return where(sums.eq(Numbers.Of(0)), 0, gradients.mul(activations).sum([2, 3]).div(sums));
    }
}
