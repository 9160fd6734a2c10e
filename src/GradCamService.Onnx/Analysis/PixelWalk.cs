namespace GradCamService.Onnx.Analysis;

/// <summary>Follows pixels from the input through the nodes that leave them pixels, on all ways at once.</summary>
internal static class PixelWalk
{
    /// <returns>The pixels as the first layer sees them, bounds that nodes set to the image's values, and the nodes on the way.</returns>
    public static (ChannelValues End, (double? Lower, double? Upper) Bounds, IReadOnlyList<string> Nodes) Of(
        Graph graph, string input, ChannelValues image)
    {
        var known = new Dictionary<string, ChannelValues> { [input] = image };
        (double? Lower, double? Upper) bounds = (null, null);
        ChannelValues? end = null;
        var passed = new List<string>();
        foreach (var node in graph.Nodes.Where(node => node.Inputs.Any(known.ContainsKey) && !node.Is(Trait.Measures)))
        {
            if (After(new PixelStep(graph, node, known, Bound)) is not { } results)
            {
                end ??= known[node.Inputs.First(known.ContainsKey)];
                continue;
            }
            foreach (var (output, values) in node.Outputs.Zip(results))
                known[output] = values;
            passed.Add(node.Operator);
        }
        return (end ?? image, bounds, [.. passed.Distinct()]);

        void Bound(double? lower, double? upper)
        {
            if (end is null)
                bounds = (bounds.Lower ?? lower, bounds.Upper ?? upper);
        }
    }

    private static IReadOnlyList<ChannelValues>? After(PixelStep step)
    {
        if (PixelSteps.Of(step.Node) is not { } after)
            return null;
        try
        {
            return after(step);
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException)
        {
            // A channel or an axis that is not there: the run refuses the node, in better words.
            return null;
        }
    }
}
