using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Methods;

/// <summary>
/// Maps X v, where X holds a row a position and a column a channel, and v is its first right singular vector, of whose two signs one is chosen.
/// </summary>
public static class EigenMaps
{
    /// <summary>
    /// Of A as it is, whatever the target, Muhammad and Yeasin 2020, arXiv:2008.00299; with the sign whose map does not sum to less than 0, which for A ≥ 0
    /// is positive everywhere.
    /// </summary>
    public static Tensor EigenCam(Tensor activations) => Principal(activations, map => map.sum([1, 2], keepdim: true));

    /// <summary>
    /// Of g·A, each channel without its mean, as the library pytorch-grad-cam defines EigenGrad-CAM; with the sign that goes with Σ_k g_k A_k, so that it is
    /// positive where more speaks for the target.
    /// </summary>
    public static Tensor EigenGradCam(Tensor activations, Tensor gradients)
    {
        var shares = gradients.mul(activations);
        return Principal(shares.sub(shares.mean([2, 3], keepdim: true)), map => map.mul(shares.sum(1)).sum([1, 2], keepdim: true));
    }

    /// <param name="grid">X, <c>[N, K, h, w]</c>.</param>
    /// <param name="orient">A map of either sign, <c>[N, h, w]</c> → a number below 0 where it is to be turned, <c>[N, 1, 1]</c>.</param>
    private static Tensor Principal(Tensor grid, Func<Tensor, Tensor> orient)
    {
        // An image whose values overflow must not keep the others of its batch from theirs: the decomposition refuses such values.
        var isFinite = grid.isfinite().all(1).all(1).all(1).reshape(-1, 1, 1);
        var rows = where(isFinite, grid.flatten(2).transpose(1, 2), 0);
        // X v = σ u.
        var (left, singular, _) = linalg.svd(rows, fullMatrices: false);
        var map = left.select(2, 0).mul(singular.select(1, 0).unsqueeze(1)).reshape(grid.shape[0], grid.shape[2], grid.shape[3]);
        return where(isFinite, map.mul(where(orient(map).lt(Numbers.Of(0)), -1, 1)), float.NaN);
    }
}
