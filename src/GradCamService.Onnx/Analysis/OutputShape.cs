namespace GradCamService.Onnx.Analysis;

/// <summary>What a tensor's shape says of a network's answers.</summary>
public static class OutputShape
{
    /// <summary>Images of a run, as the image input's first axis says; null where that has no such axis.</summary>
    public static long? BatchOf(GraphTrace trace, string image) => trace.ShapeOf(image) is [var batch, _, _, _] ? batch : null;

    /// <summary>
    /// Classes of a tensor that has one number each for each image; further axes of size 1 do not count. Null for other shapes.
    /// </summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="batch">Images of the run; null for a network whose input has no batch axis.</param>
    public static int? ClassesOf(IReadOnlyList<long> shape, long? batch)
    {
        // One image may have lost its batch axis; several may not.
        var sizes = shape switch
        {
            [var only] when only == batch => [],
            [_] when batch is null or 1 => shape,
            [var first, ..] when batch is null || first == batch => batch is null ? shape : [.. shape.Skip(1)],
            [] => shape,
            _ => null,
        };
        return sizes?.Where(size => size != 1).ToList() switch
        {
            [] => 1,
            [<= int.MaxValue and var classes] => (int)classes,
            _ => null,
        };
    }

    /// <summary>What other networks have at their end, where a shape looks like it; else an empty text.</summary>
    public static string InWords(IReadOnlyList<IReadOnlyList<long>> outputs, long? batch)
    {
        if (outputs.Any(shape => IsRows(shape, batch)))
            return "; these are boxes, anchors or other rows, as a detector has them (task detection), and not one number a class";
        return outputs.Any(shape => shape is [_, _, > 1, > 1])
            ? "; these are maps, as a network of segmentation has them (task segmentation), and not one number a class" : "";
    }

    /// <summary>The sizes for a message: the first axis is the batch only where it has the batch's size.</summary>
    public static string Text(IReadOnlyList<long> shape, long? batch) =>
        shape is [var first, ..] && first == batch ? ShapeText.OfBatch(shape) : ShapeText.Of(shape);

    // [N, rows, numbers], or rows without a batch axis.
    private static bool IsRows(IReadOnlyList<long> shape, long? batch) => shape switch
    {
        [_, > 1, > 1] => true,
        [var rows, _] => batch is { } images && rows != images,
        _ => false,
    };
}
