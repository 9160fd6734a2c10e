using static TorchSharp.torch;

namespace GradCamService.Onnx;

/// <summary>A small constant that a node reads, as plain numbers: bounds, scales, axes, shapes, exponents.</summary>
/// <param name="Constant">The tensor, owned by its graph.</param>
/// <param name="Integers">Its elements as whole numbers, a fraction cut off.</param>
/// <param name="Numbers">Its elements.</param>
internal sealed record BoundInput(Tensor Constant, long[] Integers, double[] Numbers)
{
    // Shapes, pads and scales have a handful of elements; a channel's parameters are tensors to compute with.
    private const long MostElements = 64;

    /// <summary>Reads a constant, which is still on the CPU; null for one that nobody reads as numbers.</summary>
    public static BoundInput? Of(Tensor constant) => constant.numel() > MostElements || constant.is_complex() ? null
        : new BoundInput(constant, TensorValues.Longs(constant), TensorValues.Doubles(constant));
}
