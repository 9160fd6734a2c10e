using static TorchSharp.torch;

namespace GradCamService.Explain.Methods;

/// <summary>Channel weights <c>[R, K]</c> by the scores of altered activations or of images that activations mask.</summary>
public static class LayerPerturbations
{
    /// <summary>
    /// w_k = S − S_k, where S_k is the score with channel k set to 0, Desai and Ramaswamy 2020, doi:10.1109/WACV45572.2020.9093360. The paper divides by
    /// S, which turns the map over where S is negative and changes nothing else of its picture.
    /// </summary>
    public static Perturbation Ablation { get; } = new(
        (extent, _) => extent.Channels,
        (scene, start, count) =>
        {
            var (activations, axis) = (scene.Activations!, scene.Layer.ChannelAxis(scene.Activations!));
            var copies = activations.expand([count, .. activations.shape[1..]]).clone();
            for (var i = 0; i < count; i++)
                copies[i].select(axis - 1, start + i).zero_();
            return copies;
        },
        (_, scores, original) => original.unsqueeze(1).sub(scores))
    {
        IsAtLayer = true,
    };

    /// <summary>
    /// w_k = softmax_k S(x · H_k), where H_k is A_k at the image's size scaled to 0…1, Wang et al. 2020, arXiv:1910.01279. A channel that is the same
    /// everywhere masks all.
    /// </summary>
    public static Perturbation Score { get; } = new(
        (extent, _) => extent.Channels,
        (scene, start, count) =>
        {
            var grid = scene.Layer.AsGrid(scene.Activations!).narrow(1, start, count).transpose(0, 1);
            var large = Enlarge(grid, scene.Height, scene.Width);
            var (least, most) = (large.amin([2, 3], keepdim: true), large.amax([2, 3], keepdim: true));
            var masks = where(most.gt(least), large.sub(least).div(most.sub(least)), 0);
            return scene.Image.mul(masks);
        },
        (_, scores, _) => scores.softmax(1));

    /// <summary>Bilinear with half-pixel centres, as maps are enlarged.</summary>
    internal static Tensor Enlarge(Tensor grid, int height, int width) =>
        nn.functional.interpolate(grid, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
}
