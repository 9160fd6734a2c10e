using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Manifests;

/// <summary>Order of an image tensor's axes.</summary>
public enum TensorLayout
{
    /// <summary><c>[N, C, H, W]</c>, as PyTorch writes it.</summary>
    Nchw,

    /// <summary><c>[N, H, W, C]</c>, as TensorFlow writes it.</summary>
    Nhwc,
}

/// <summary>The image input: which tensor, and what is done to a photo before it becomes that tensor.</summary>
/// <param name="Tensor">Input of the encoder where there is one, else of the graph; null: its only free input.</param>
/// <param name="Layout">Null: as the graph's shape says.</param>
/// <param name="Spec">Size, colours, crop, filter and normalization.</param>
/// <param name="Frames">Frames stacked in the channels, oldest first, 1–64; more than 1 for policies only.</param>
public sealed record ManifestInput(string? Tensor, TensorLayout? Layout, InputSpec Spec, int Frames = 1)
{
    /// <summary>Channels, height and width of one input.</summary>
    public IReadOnlyList<long> Shape => [(Spec.Color == ColorOrder.Gray ? 1 : 3) * Frames, Spec.Height, Spec.Width];
}
