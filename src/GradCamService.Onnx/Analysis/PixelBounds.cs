using static TorchSharp.torch;

namespace GradCamService.Onnx.Analysis;

/// <summary>Nodes that say between which values pixels lie.</summary>
internal static class PixelBounds
{
    public static IReadOnlyList<ChannelValues>? Clipped(PixelStep step)
    {
        if (step.First is not { } pixels)
            return null;
        Note(step, pixels, step.Doubles(1)?[0] ?? step.Node.Attributes.Float("min"), step.Doubles(2)?[0] ?? step.Node.Attributes.Float("max"));
        return [pixels];
    }

    /// <summary>Max and Min with a constant.</summary>
    public static IReadOnlyList<ChannelValues>? Bounded(PixelStep step, Func<double, (double?, double?)> bounds)
    {
        var input = step.First is null ? 1 : 0;
        if (step.Node.Inputs.Count != 2 || step.At(input) is not { } pixels || step.Doubles(1 - input) is not [var number])
            return null;
        var (lower, upper) = bounds(number);
        Note(step, pixels, lower, upper);
        return [pixels];
    }

    /// <summary>The range that was calibrated on the images of the quantizer's owner.</summary>
    public static IReadOnlyList<ChannelValues>? Quantized(PixelStep step)
    {
        if (step.First is not { } pixels || step.Doubles(1) is not [var scale])
            return null;
        var isSigned = step.Constant(2)?.dtype == ScalarType.Int8;
        var zero = step.Doubles(2) is [var point] ? point : 0;
        Note(step, pixels, ((isSigned ? sbyte.MinValue : byte.MinValue) - zero) * scale, ((isSigned ? sbyte.MaxValue : byte.MaxValue) - zero) * scale);
        return [pixels with { IsQuantized = true }];
    }

    public static IReadOnlyList<ChannelValues>? Dequantized(PixelStep step)
    {
        if (step.First is not { } pixels || step.Doubles(1) is not [var scale])
            return null;
        var zero = step.Doubles(2) is [var point] ? point : 0;
        return [pixels.IsQuantized ? pixels with { IsQuantized = false } : pixels.With([scale], (value, by) => value.Then(by, -zero * by))];
    }

    private static void Note(PixelStep step, ChannelValues pixels, double? lower, double? upper)
    {
        var value = pixels.Channels[0];
        var (low, high) = ((lower - value.Offset) / value.Scale, (upper - value.Offset) / value.Scale);
        step.Bounds(value.Scale < 0 ? high : low, value.Scale < 0 ? low : high);
    }
}
