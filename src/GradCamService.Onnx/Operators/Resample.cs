using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Carries out a resize: with libtorch's kernels where they compute exactly the same, axis by axis otherwise.</summary>
internal static class Resample
{
    /// <param name="call">The node, for messages; its first input is resized.</param>
    /// <param name="axes">One entry an axis of the input.</param>
    /// <param name="kernel">How to interpolate.</param>
    /// <param name="outside">The value of what lies outside the image, for tf_crop_and_resize.</param>
    public static Tensor Apply(OperatorCall call, ResizeAxis[] axes, ResizeKernel kernel, double outside)
    {
        var input = call[0];
        if (Array.Exists(axes, axis => axis.Output < 0 || (axis.Output == 0) != (axis.Input == 0)))
            throw call.Error($"{ShapeText.Of(input.shape)} cannot become {ShapeText.Of(axes.Select(axis => axis.Output))}");
        SizeLimits.Check(call, [.. axes.Select(axis => axis.Output)]);
        if (kernel.Coordinates == "tf_crop_and_resize")
            return WithOutside(AxisByAxis(call, input, axes, kernel), axes, kernel, outside);
        var changed = axes.Where(axis => axis is not { Scale: 1 } || axis.Input != axis.Output).ToArray();
        if (changed.Length == 0)
            return input.alias();
        return Native(input, axes, kernel) ?? AxisByAxis(call, input, axes, kernel);
    }

    private static Tensor? Native(Tensor input, ResizeAxis[] axes, ResizeKernel kernel)
    {
        if (axes.Length is < 3 or > 5 || !input.is_floating_point() || axes[..2].Any(axis => axis.Input != axis.Output || axis.Scale != 1))
            return null;
        var spatial = axes[2..];
        long[] sizes = [.. spatial.Select(axis => axis.Output)];
        if (kernel.Mode == "nearest")
            return spatial.All(axis => axis.Nearest(kernel).SequenceEqual(NativeNearest(axis)))
                ? nn.functional.interpolate(input, sizes, mode: InterpolationMode.Nearest)
                : null;
        var corners = kernel.Coordinates == "align_corners";
        if (kernel.Antialiases || !spatial.All(axis => axis.IsExact && (corners || CountsHalfPixels(axis, kernel))))
            return null;
        if (kernel.Mode == "linear")
            return nn.functional.interpolate(input, sizes, align_corners: corners, mode: axes.Length switch
            {
                3 => InterpolationMode.Linear,
                4 => InterpolationMode.Bilinear,
                _ => InterpolationMode.Trilinear,
            });
        return axes.Length == 4 && kernel is { ExcludesOutside: false, CubicCoefficient: -0.75f }
            ? nn.functional.interpolate(input, sizes, align_corners: corners, mode: InterpolationMode.Bicubic)
            : null;
    }

    private static bool CountsHalfPixels(ResizeAxis axis, ResizeKernel kernel) =>
        kernel.Coordinates is "half_pixel" or "half_pixel_symmetric" || (kernel.Coordinates == "pytorch_half_pixel" && axis.Output > 1);

    /// <summary>The pixels that libtorch's nearest mode takes.</summary>
    private static IEnumerable<long> NativeNearest(ResizeAxis axis)
    {
        var step = (float)axis.Input / axis.Output;
        for (var x = 0L; x < axis.Output; x++)
            yield return Math.Min((long)MathF.Floor(x * step), axis.Input - 1);
    }

    private static Tensor AxisByAxis(OperatorCall call, Tensor input, ResizeAxis[] axes, ResizeKernel kernel)
    {
        var output = kernel.Mode == "nearest" || input.is_floating_point() ? input : input.to(ScalarType.Float32);
        for (var i = 0; i < axes.Length; i++)
        {
            if (axes[i].Input == axes[i].Output && axes[i].Scale == 1 && kernel.Coordinates != "tf_crop_and_resize")
                continue;
            if (kernel.Mode == "nearest")
            {
                output = output.index_select(i, tensor(axes[i].Nearest(kernel)).to(output.device));
                continue;
            }
            SizeLimits.Check(call, [axes[i].Input, axes[i].Output]);
            var weights = axes[i].Weights(kernel).to(output.dtype, output.device);
            output = output.transpose(i, -1).Product(weights.t()).transpose(i, -1);
        }
        return output.to(input.dtype);
    }

    private static Tensor WithOutside(Tensor output, ResizeAxis[] axes, ResizeKernel kernel, double outside)
    {
        for (var i = 0; i < axes.Length; i++)
        {
            long[] shape = [.. axes.Select((axis, index) => index == i ? axis.Output : 1)];
            output = output.masked_fill(tensor(axes[i].Outside(kernel)).reshape(shape).to(output.device), Numbers.Of(outside));
        }
        return output;
    }
}
