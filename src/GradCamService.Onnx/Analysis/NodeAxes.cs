namespace GradCamService.Onnx.Analysis;

/// <summary>The axes that a node works along, wherever its version has them: an attribute, an input, or one axis.</summary>
internal static class NodeAxes
{
    /// <returns>Axes from 0 on; all for a reduction that names none; null where only the run knows.</returns>
    public static IReadOnlySet<int>? Of(Node node, Graph graph, int rank)
    {
        var axes = Declared(node, graph, rank);
        if (axes is null)
            return null;
        var positive = axes.Select(axis => axis < 0 ? axis + rank : axis).ToList();
        return positive.Any(axis => axis < 0 || axis >= rank) ? null : positive.Select(axis => (int)axis).ToHashSet();
    }

    private static long[]? Declared(Node node, Graph graph, int rank)
    {
        if (node.Attributes.Ints("axes") is { } axes)
            return axes;
        if (node.Attributes.Has("axis"))
            return [node.Attributes.Int("axis", 0)];
        if (node.Is(Trait.Reduces))
            return node.Inputs.Count > 1
                && node.Inputs[1].Length > 0 ? Longs(graph, node.Inputs[1]) : [.. Enumerable.Range(0, rank).Select(axis => (long)axis)];
        return node.Is(Trait.Gathers) ? [0] : null;
    }

    /// <summary>A constant as whole numbers; null where it is none.</summary>
    public static long[]? Longs(Graph graph, string tensor) =>
        graph.Constants.TryGetValue(tensor, out var constant) ? TensorValues.Longs(constant) : null;
}
