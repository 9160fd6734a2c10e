using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Methods;

/// <summary>Weights of each channel at each position, <c>[N, K, h, w]</c>.</summary>
public static class PositionWeights
{
    /// <summary>w_kij = ∂y/∂A_kij, Draelos and Carin 2020, arXiv:2011.08891.</summary>
    public static Tensor HiResCam(Tensor activations, Tensor gradients) => gradients;

    /// <summary>w_kij = ReLU(∂y/∂A_kij), Jiang et al. 2021, doi:10.1109/TIP.2021.3089943.</summary>
    public static Tensor LayerCam(Tensor activations, Tensor gradients) => gradients.relu();

    /// <summary>w_kij = ∂y/∂A_kij where g·A is positive, else 0: M = Σ_k ReLU(g_k A_k), Pillai and Pirsiavash 2021, arXiv:2103.16056.</summary>
    public static Tensor Elementwise(Tensor activations, Tensor gradients) => gradients.mul(gradients.mul(activations).gt(Numbers.Of(0)));
}
