using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Methods;

/// <summary>Another view of an image.</summary>
/// <param name="IsFlipped">Whether left and right change places.</param>
/// <param name="Factor">What the network's input is multiplied with.</param>
public sealed record Augmentation(bool IsFlipped, double Factor)
{
    /// <summary>
    /// The views besides the image itself: with those of the library pytorch-grad-cam, flips and factors 0.9, 1 and 1.1.
    /// </summary>
    public static IReadOnlyList<Augmentation> All { get; } = [new(false, 0.9), new(false, 1.1), new(true, 1), new(true, 0.9), new(true, 1.1)];

    /// <param name="images"><c>[N, C, H, W]</c>.</param>
    public Tensor Apply(Tensor images) => (IsFlipped ? images.flip(3) : images).Times(Factor);
}
