using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Reads an image at the displaced taps of a deformable convolution.</summary>
internal static class DeformableSampling
{
    /// <summary>The samples of every tap at every position, <c>[N, C, taps, h, w]</c>: bilinear, zero outside.</summary>
    /// <param name="input"><c>[N, C, H, W]</c>.</param>
    /// <param name="offsets">Displacements in pixels, y before x: <c>[N, groups · taps · 2, h, w]</c>.</param>
    /// <param name="mask">A factor a sample, <c>[N, groups · taps, h, w]</c>, or null.</param>
    /// <param name="window">Kernel, strides, dilations and padding.</param>
    /// <param name="groups">Groups of channels with displacements of their own.</param>
    public static Tensor Columns(Tensor input, Tensor offsets, Tensor? mask, Window window, long groups)
    {
        var (batch, channels, taps) = (input.shape[0], input.shape[1], window.Kernel[0] * window.Kernel[1]);
        var (rows, columns) = (offsets.shape[2], offsets.shape[3]);
        var displaced = offsets.reshape(batch, groups, taps, 2, rows, columns);
        var y = Along(0, window, rows, displaced).reshape(1, 1, -1, 1, rows, 1).Plus(displaced.narrow(3, 0, 1));
        var x = Along(1, window, columns, displaced).reshape(1, 1, 1, -1, 1, columns)
            .expand(1, 1, window.Kernel[0], -1, 1, columns).reshape(1, 1, taps, 1, 1, columns).Plus(displaced.narrow(3, 1, 1));
        var grid = cat([Normalized(x, input.shape[3]), Normalized(y, input.shape[2])], 3)
            .permute(0, 1, 2, 4, 5, 3).reshape(batch * groups, taps * rows, columns, 2);
        var samples = nn.functional.grid_sample(input.reshape(batch * groups, channels / groups, input.shape[2], input.shape[3]), grid,
            GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false).reshape(batch, groups, -1, taps, rows, columns);
        if (mask is not null)
            samples = samples * mask.reshape(batch, groups, 1, taps, rows, columns);
        return samples.reshape(batch, channels, taps, rows, columns);
    }

    /// <summary>Where the taps lie without displacement: for rows <c>[kh·kw, positions]</c>, for columns <c>[kw, positions]</c>.</summary>
    private static Tensor Along(int axis, Window window, long positions, Tensor like)
    {
        var taps = Numbers.Below(window.Kernel[axis], like.dtype, like.device).Times(window.Dilations[axis]).Minus(window.Begin[axis]);
        var starts = Numbers.Below(positions, like.dtype, like.device).Times(window.Strides[axis]);
        var places = taps.unsqueeze(1).Plus(starts.unsqueeze(0));
        return axis == 0 ? places.repeat_interleave(window.Kernel[1], 0) : places;
    }

    /// <summary>Pixels → libtorch's coordinates, −1 and 1 at the outer edges of the image.</summary>
    private static Tensor Normalized(Tensor pixels, long size) => pixels.Times(2).Plus(1).Over(size).Minus(1);
}
