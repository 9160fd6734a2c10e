using static TorchSharp.torch;

namespace GradCamService.Onnx.Analysis;

/// <summary>Which values a graph expects at its image input.</summary>
public enum InputRange
{
    /// <summary>The graph does not tell: it begins with its first layer.</summary>
    Unknown,

    /// <summary>0 to 255: the graph scales them itself.</summary>
    Bytes,

    /// <summary>0 to 1: the graph subtracts a mean and divides by a deviation on that scale itself.</summary>
    Unit,
}

/// <summary>The image input of a graph that was not described.</summary>
/// <param name="Input">The input.</param>
/// <param name="IsChannelsLast">Whether it is <c>[N, H, W, C]</c>.</param>
/// <param name="Channels">Channels, null where the shape does not tell.</param>
/// <param name="Height">Rows, null where they are dynamic.</param>
/// <param name="Width">Columns, null where they are dynamic.</param>
/// <param name="Range">The values that it expects, as far as the graph's first nodes tell.</param>
public sealed record ImageInput(GraphInput Input, bool IsChannelsLast, int? Channels, int? Height, int? Width, InputRange Range)
{
    private const int MostChannels = 4;
    private const int MostSteps = 16;

    /// <exception cref="OnnxException">There is no input of four axes, or there are other inputs besides it.</exception>
    public static ImageInput Find(Graph graph)
    {
        var images = graph.Inputs.Where(input => input.Shape is null or { Count: 4 }).ToList();
        if (images.Count == 0)
            images = [.. graph.Inputs.Where(IsOneImage)];
        if (images.Count != 1 || graph.Inputs.Count > 1)
        {
            var found = string.Join("; ", graph.Inputs.Select(input => $"'{input.Name}' {ShapeText.OfInput(input.Shape)}").DefaultIfEmpty("none"));
            throw new OnnxException($"one input of four axes, the image, was expected; there are {found}");
        }
        var input = images[0];
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
        return new ImageInput(input, isLast, Size(channels), Size(height), Size(width), RangeOf(graph, input));

        int? Size(long? size) => size <= int.MaxValue ? (int?)size
            : size is null ? null : throw new OnnxException($"the input '{input.Name}' has the size {size}");
    }

    /// <summary>Whether an input is one image without a batch axis: of three axes, those of height and width open or longer than a channel axis is.</summary>
    private static bool IsOneImage(GraphInput input) => input.Shape is
        [1 or 3 or 4, null or > MostChannels, null or > MostChannels] or [null or > MostChannels, null or > MostChannels, 1 or 3 or 4];

    /// <summary>
    /// Channels are few, heights and widths are more. Where the shape does not tell, the first node may; else PyTorch's order.
    /// </summary>
    public static bool IsLast(Graph graph, GraphInput input)
    {
        if (input.Shape is [var channels, _, var final])
            return final is <= MostChannels && channels is null or > MostChannels;
        if (input.Shape is not [_, var second, _, var last])
            return false;
        if (last is <= MostChannels)
            return second is null or > MostChannels || second > last;
        return second is null && last is null && graph.Nodes.Any(node => node.Key.Name == "Transpose" && node.Inputs[0] == input.Name
            && node.Attributes.Ints("perm") is [0, 3, 1, 2]);
    }

    /// <summary>The first constant that the pixels meet on their way to the first layer.</summary>
    private static InputRange RangeOf(Graph graph, GraphInput input)
    {
        var tensor = input.Name;
        for (var step = 0; step < MostSteps; step++)
        {
            if (graph.Nodes.Where(node => node.Inputs.Contains(tensor)).Take(2).ToList() is not [var node])
                break;
            if (Movers.Moves(node) || node.Key.Name is "Pad" or "Resize")
            {
                tensor = node.Outputs[0];
                continue;
            }
            if (node.Key.Name is not ("Add" or "Div" or "Mul" or "Sub")
                || node.Inputs.FirstOrDefault(graph.Constants.ContainsKey) is not { } constant)
                break;
            using var scope = NewDisposeScope();
            var size = graph.Constants[constant].abs().max().to(ScalarType.Float64).item<double>();
            return node.Key.Name switch
            {
                // 1/255, 1/127.5, 1/58.4, against 1/0.226 and 2.
                "Mul" => size < 0.1 ? InputRange.Bytes : InputRange.Unit,
                // 255, 127.5, 57, or a mean of 103 to 127.5, against 0.226, 0.5 and 0.485.
                _ => size > 2 ? InputRange.Bytes : InputRange.Unit,
            };
        }
        return input.Type == ScalarType.Byte ? InputRange.Bytes : InputRange.Unknown;
    }
}
