using Step = System.Func<GradCamService.Onnx.Analysis.PixelStep, System.Collections.Generic.IReadOnlyList<GradCamService.Onnx.Analysis.ChannelValues>?>;

namespace GradCamService.Onnx.Analysis;

/// <summary>Operators that leave pixels pixels: one tensor an output, null where a node makes something else of them.</summary>
internal static class PixelSteps
{
    private static readonly Dictionary<Function, Step> Functions = new()
    {
        [Function.Add] = step => Combined(step, (value, number) => value.Then(1, number), (value, number) => value.Then(1, number)),
        [Function.Multiply] = step => Combined(step, (value, number) => value.Then(number, 0), (value, number) => value.Then(number, 0)),
        [Function.Subtract] = step => Combined(step, (value, number) => value.Then(1, -number), (value, number) => value.Then(-1, number)),
        [Function.Divide] = step => Combined(step, (value, number) => value.Then(1 / number, 0), null),
        [Function.Clip] = PixelBounds.Clipped,
        [Function.Larger] = step => PixelBounds.Bounded(step, number => (number, null)),
        [Function.Smaller] = step => PixelBounds.Bounded(step, number => (null, number)),
        [Function.Quantize] = PixelBounds.Quantized,
        [Function.Dequantize] = PixelBounds.Dequantized,
    };

    // The first that an operator has: what takes axes away is one of those that reshape.
    private static readonly (Trait Trait, Step Step)[] Traits =
    [
        (Trait.Casts | Trait.Passes | Trait.KeepsValues | Trait.Pads | Trait.Resizes, Same),
        (Trait.NormalizesBatch, Normalized),
        (Trait.Convolves, Mixed),
        (Trait.Permutes, PixelMoves.Transposed),
        (Trait.TakesAxes, PixelMoves.Squeezed),
        (Trait.AddsAxes, PixelMoves.Unsqueezed),
        (Trait.Reshapes, PixelMoves.Reshaped),
        (Trait.Gathers, PixelMoves.Gathered),
        (Trait.Slices, PixelMoves.Sliced),
        (Trait.Splits, PixelMoves.Split),
        (Trait.Concatenates, PixelMoves.Joined),
    ];

    /// <summary>What becomes of pixels at a node; null where it is none of these.</summary>
    public static Step? Of(Node node) => Functions.GetValueOrDefault(node.Function) ?? Array.Find(Traits, row => node.Is(row.Trait)).Step;

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
