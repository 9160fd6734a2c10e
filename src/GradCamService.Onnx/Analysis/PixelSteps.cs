using Step = System.Func<GradCamService.Onnx.Analysis.PixelStep, System.Collections.Generic.IReadOnlyList<GradCamService.Onnx.Analysis.ChannelValues>?>;

namespace GradCamService.Onnx.Analysis;

/// <summary>Operators that leave pixels pixels: one tensor an output, null where a node makes something else of them.</summary>
internal static class PixelSteps
{
    public static IReadOnlyDictionary<string, Step> All { get; } = new Dictionary<string, Step>
    {
        ["Cast"] = Same,
        ["CenterCropPad"] = Same,
        ["Dropout"] = Same,
        ["Expand"] = Same,
        ["Floor"] = Same,
        ["Identity"] = Same,
        ["Pad"] = Same,
        ["Resize"] = Same,
        ["Round"] = Same,
        ["Upsample"] = Same,
        ["Add"] = step => Combined(step, (value, number) => value.Then(1, number), (value, number) => value.Then(1, number)),
        ["Mul"] = step => Combined(step, (value, number) => value.Then(number, 0), (value, number) => value.Then(number, 0)),
        ["Sub"] = step => Combined(step, (value, number) => value.Then(1, -number), (value, number) => value.Then(-1, number)),
        ["Div"] = step => Combined(step, (value, number) => value.Then(1 / number, 0), null),
        ["BatchNormalization"] = Normalized,
        ["Conv"] = Mixed,
        ["Clip"] = PixelBounds.Clipped,
        ["Max"] = step => PixelBounds.Bounded(step, number => (number, null)),
        ["Min"] = step => PixelBounds.Bounded(step, number => (null, number)),
        ["QuantizeLinear"] = PixelBounds.Quantized,
        ["DequantizeLinear"] = PixelBounds.Dequantized,
        ["Transpose"] = PixelMoves.Transposed,
        ["Reshape"] = PixelMoves.Reshaped,
        ["Squeeze"] = PixelMoves.Squeezed,
        ["Unsqueeze"] = PixelMoves.Unsqueezed,
        ["Gather"] = PixelMoves.Gathered,
        ["Slice"] = PixelMoves.Sliced,
        ["Split"] = PixelMoves.Split,
        ["Concat"] = PixelMoves.Joined,
    };

    private static IReadOnlyList<ChannelValues>? Same(PixelStep step) => step.First is { } pixels ? [pixels] : null;

    /// <summary>With a constant on the right or on the left.</summary>
    private static IReadOnlyList<ChannelValues>? Combined(
        PixelStep step, Func<ChannelValue, double, ChannelValue> right, Func<ChannelValue, double, ChannelValue>? left)
    {
        var isLeft = step.First is null;
        if (step.At(isLeft ? 1 : 0) is not { } pixels || step.PerChannel(isLeft ? 0 : 1, pixels) is not { } numbers)
            return null;
        return (isLeft ? left : right) is { } change ? [pixels.With(numbers, change)] : null;
    }

    private static IReadOnlyList<ChannelValues>? Normalized(PixelStep step)
    {
        if (step.First is not { Axis: 1 } pixels
            || step.Doubles(1) is not { } scale || step.Doubles(2) is not { } shift || step.Doubles(3) is not { } mean
            || step.Doubles(4) is not { } variance || scale.Length != pixels.Channels.Count)
            return null;
        var epsilon = step.Node.Attributes.Float("epsilon", 1e-5f);
        return
        [
            pixels with
            {
                Channels = [.. pixels.Channels.Select((value, i) =>
                    value.Then(1, -mean[i]).Then(scale[i] / Math.Sqrt(variance[i] + epsilon), shift[i]))],
            },
        ];
    }

    /// <summary>A convolution of one pixel each of whose outputs reads one channel: it scales, shifts or reorders them.</summary>
    private static IReadOnlyList<ChannelValues>? Mixed(PixelStep step)
    {
        if (step.First is not { Axis: 1 } pixels || step.Constant(1) is not { } weight || weight.shape.Skip(2).Any(size => size != 1)
            || weight.numel() > 16)
            return null;
        var (outputs, inputs) = ((int)weight.shape[0], (int)weight.shape[1]);
        var groups = (int)step.Node.Attributes.Int("group", 1);
        if (groups < 1 || inputs * groups != pixels.Channels.Count || outputs % groups != 0)
            return null;
        var (weights, bias) = (TensorValues.Doubles(weight), step.Doubles(2));
        var channels = new List<ChannelValue>();
        for (var output = 0; output < outputs; output++)
        {
            var row = weights.AsSpan(output * inputs, inputs);
            var used = row.IndexOfAnyExcept(0.0);
            if (used < 0 || row[(used + 1)..].IndexOfAnyExcept(0.0) >= 0)
                return null;
            channels.Add(pixels.Channels[output / (outputs / groups) * inputs + used].Then(row[used], bias?[output] ?? 0));
        }
        return [pixels with { Channels = channels }];
    }
}
