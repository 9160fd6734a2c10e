using static TorchSharp.torch;

namespace GradCamService.Onnx.Analysis;

/// <summary>The image input of a graph that was not described.</summary>
/// <param name="Input">The input.</param>
/// <param name="IsChannelsLast">Whether it is <c>[N, H, W, C]</c>.</param>
/// <param name="Channels">Channels, null where the shape does not tell.</param>
/// <param name="Height">Rows, null where they are dynamic.</param>
/// <param name="Width">Columns, null where they are dynamic.</param>
/// <param name="Arithmetic">What the graph's first nodes do to its values.</param>
public sealed record ImageInput(
    GraphInput Input, bool IsChannelsLast, int? Channels, int? Height, int? Width, InputArithmetic Arithmetic)
{
    private const int MostChannels = 4;
    private const int UsualChannels = 3;

    /// <exception cref="OnnxException">There is no input of four axes, or there are other inputs besides it.</exception>
    public static ImageInput Find(Graph graph)
    {
        var images = graph.Inputs.Where(input => input.Shape is null or { Count: 4 }).ToList();
        if (images.Count == 0)
            images = [.. graph.Inputs.Where(IsOneImage)];
        if (images.Count != 1 || graph.Inputs.Count > 1)
        {
            var found = string.Join("; ", graph.Inputs.Select(input => $"'{input.Name}' {ShapeText.OfInput(input.Shape)}").DefaultIfEmpty("none"));
            throw new OnnxException($"one input of four axes, the image, was expected; there are {found}"
                + (graph.Inputs.Count > 1 ? "; what feeds the others, only a manifest can say (model.json beside the file, in bind)" : ""));
        }
        return Of(graph, images[0]);
    }

    /// <param name="graph">The graph that sees the image.</param>
    /// <param name="input">The image among its inputs.</param>
    /// <exception cref="OnnxException">It takes something else than real numbers or bytes, or its sizes are too large.</exception>
    public static ImageInput Of(Graph graph, GraphInput input)
    {
        if (input.Type is not (
            null or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float64 or ScalarType.Byte))
            throw new OnnxException($"the input '{input.Name}' takes {input.Type}; an image is real numbers or bytes");
        var isLast = IsLast(graph, input);
        var shape = input.Shape ?? [null, null, null, null];
        var (channels, height, width) = (isLast, shape) switch
        {
            (true, [.., var rows, var columns, var last]) => (last, rows, columns),
            (false, [.., var first, var rows, var columns]) => (first, rows, columns),
            _ => (null, null, null),
        };
        var axis = isLast ? shape.Count - 1 : shape.Count - 3;
        return new ImageInput(input, isLast, Size(channels), Size(height), Size(width),
            InputArithmetic.Of(graph, input, Size(channels) is { } known and <= MostChannels ? known : UsualChannels, axis, shape.Count));

        int? Size(long? size) => size <= int.MaxValue ? (int?)size
            : size is null ? null : throw new OnnxException($"the input '{input.Name}' has the size {size}");
    }

    /// <summary>Whether an input is one image without a batch axis: of three axes, those of height and width open or longer than a channel axis is.</summary>
    private static bool IsOneImage(GraphInput input) => input.Shape is
        [1 or 3 or 4, null or > MostChannels, null or > MostChannels] or [null or > MostChannels, null or > MostChannels, 1 or 3 or 4];

    /// <summary>
    /// What the file calls its channels; else channels are few, heights and widths are more. Where the shape does not tell, the first node
    /// may; else PyTorch's order.
    /// </summary>
    public static bool IsLast(Graph graph, GraphInput input)
    {
        if (input.Shape is [var channels, _, var final])
            return final is <= MostChannels && channels is null or > MostChannels;
        if (input.Shape is not [_, var second, _, var last])
            return false;
        if (input.ChannelAxis is 1 or 3)
            return input.ChannelAxis == 3;
        if (last is <= MostChannels)
            return second is null or > MostChannels || second > last;
        return second is null && last is null && graph.Nodes.Any(node => node.Is(Trait.Permutes) && node.Inputs[0] == input.Name
            && node.Attributes.Ints("perm") is [0, 3, 1, 2]);
    }
}
