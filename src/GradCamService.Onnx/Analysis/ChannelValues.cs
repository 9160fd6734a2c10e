namespace GradCamService.Onnx.Analysis;

/// <summary>A channel as the image's own: scale · pixel + offset.</summary>
/// <param name="Source">Which of the image's channels it is.</param>
internal readonly record struct ChannelValue(int Source, double Scale, double Offset)
{
    public ChannelValue Then(double scale, double offset) => new(Source, Scale * scale, Offset * scale + offset);
}

/// <summary>A tensor whose values are those of the image's pixels, scaled and shifted channel by channel.</summary>
/// <param name="Channels">In the tensor's order.</param>
/// <param name="Axis">Where they lie; null for one channel whose axis was taken away.</param>
/// <param name="Rank">Number of axes.</param>
internal sealed record ChannelValues(IReadOnlyList<ChannelValue> Channels, int? Axis, int Rank)
{
    /// <summary>Whether a quantization went before, whose scale the next dequantization takes back.</summary>
    public bool IsQuantized { get; init; }

    /// <param name="channels">Of the image.</param>
    /// <param name="axis">Where they lie.</param>
    /// <param name="rank">4, or 3 for an image without a batch axis.</param>
    public static ChannelValues OfImage(int channels, int axis, int rank) =>
        new([.. Enumerable.Range(0, channels).Select(channel => new ChannelValue(channel, 1, 0))], axis, rank);

    /// <summary>Each channel with a number of its own; one channel becomes as many as there are numbers.</summary>
    public ChannelValues With(IReadOnlyList<double> numbers, Func<ChannelValue, double, ChannelValue> change) =>
        this with
        {
            Channels = [.. Enumerable.Range(0, Math.Max(Channels.Count, numbers.Count))
                .Select(i => change(Channels[Channels.Count == 1 ? 0 : i], numbers[numbers.Count == 1 ? 0 : i]))],
        };

    public ChannelValues Select(IEnumerable<long> indices) =>
        this with { Channels = [.. indices.Select(index => Channels[(int)(index < 0 ? index + Channels.Count : index)])] };
}
