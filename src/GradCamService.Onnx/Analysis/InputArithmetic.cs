using static TorchSharp.torch;

namespace GradCamService.Onnx.Analysis;

/// <summary>What the nodes between the image and the first layer do to its values, and what that tells of them.</summary>
/// <param name="Range">The values that the graph expects.</param>
/// <param name="IsRedFirst">
/// Whether the means that are taken away are those of red, green and blue, or of blue, green and red; null where they do not tell.
/// </param>
/// <param name="Swaps">Whether the first and the last channel change places.</param>
/// <param name="Nodes">The operators that were read, each once, in the graph's order.</param>
public sealed record InputArithmetic(InputRange Range, bool? IsRedFirst, bool Swaps, IReadOnlyList<string> Nodes)
{
    // Photos have about this much more red than blue, of 255: 20 over ImageNet, 11 over CIFAR-10, 36 over faces.
    private const double RedOverBlue = 5;

    /// <param name="graph">The graph.</param>
    /// <param name="input">Its image input.</param>
    /// <param name="channels">Channels of the image.</param>
    /// <param name="axis">Where they lie.</param>
    /// <param name="rank">Axes of the input.</param>
    internal static InputArithmetic Of(Graph graph, GraphInput input, int channels, int axis, int rank)
    {
        using var scope = NewDisposeScope();
        var (end, bounds, nodes) = PixelWalk.Of(graph, input.Name, ChannelValues.OfImage(channels, axis, rank));
        var range = RangeFit.Bounded(bounds.Lower, bounds.Upper);
        if (range == InputRange.Unknown)
            range = input.Type == ScalarType.Byte ? InputRange.Bytes : RangeFit.Of(end.Channels);
        return new InputArithmetic(range, IsRedFirstIn(end.Channels, range), Swapped(end.Channels), nodes);
    }

    private static bool Swapped(IReadOnlyList<ChannelValue> channels) => channels is [{ Source: 2 }, { Source: 1 }, { Source: 0 }];

    private static bool? IsRedFirstIn(IReadOnlyList<ChannelValue> channels, InputRange range)
    {
        var means = channels.Where(channel => channel.Scale != 0).GroupBy(channel => channel.Source)
            .OrderBy(same => same.Key).Select(same => ToBytes(-same.First().Offset / same.First().Scale, range)).ToList();
        return means.Count != 3 || !(Math.Abs(means[0] - means[2]) >= RedOverBlue) || means.Exists(mean => mean is < 0 or > 255) ? null
            : means[0] > means[2];
    }

    private static double ToBytes(double value, InputRange range) => range switch
    {
        InputRange.Bytes => value,
        InputRange.Unit => value * 255,
        InputRange.Centered => (value + 1) * 127.5,
        _ => double.NaN,
    };
}
