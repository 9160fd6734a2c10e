namespace GradCamService.Onnx.Analysis;

/// <summary>The scores of a classifier.</summary>
/// <param name="Tensor">The tensor of the scores before any softmax.</param>
/// <param name="Output">The graph's output that is made of them.</param>
/// <param name="Classes">How many there are.</param>
/// <param name="Activation">What lies between the two, such as <c>Softmax</c>; null where nothing does.</param>
public sealed record Scores(string Tensor, string Output, int Classes, string? Activation);

/// <summary>Finds the scores of a graph that was not described: one number a class for each image, before the softmax.</summary>
public static class ScoreSearch
{
    private static readonly HashSet<string> Activations = ["LogSoftmax", "Sigmoid", "Softmax"];

    /// <param name="graph">The graph.</param>
    /// <param name="trace">A run with one image.</param>
    /// <param name="image">The image input.</param>
    /// <exception cref="OnnxException">No output is <c>[N, classes]</c>; the message lists what there is.</exception>
    public static Scores Find(Graph graph, GraphTrace trace, string image)
    {
        var depths = DepthsOf(graph, image);
        // Auxiliary heads end earlier, and so do pooled features; a value beside a policy is one number.
        var chosen = graph.Outputs
            .Where(output => ClassesOf(trace, output) is > 0 && trace.IsSignal(output) && depths.ContainsKey(output))
            .OrderByDescending(output => ClassesOf(trace, output) > 1)
            .ThenByDescending(output => depths[output])
            .FirstOrDefault();
        if (chosen is null)
            throw new OnnxException("no output has the shape [N, classes] of a classifier's scores; there are "
                + string.Join("; ", graph.Outputs.Select(output => $"'{output}' {ShapeText.OfBatch(trace.ShapeOf(output))}")));
        var (tensor, activation) = BeforeActivation(graph, trace, chosen);
        return new Scores(tensor, chosen, ClassesOf(trace, chosen)!.Value, activation);
    }

    /// <summary>
    /// Classes of a tensor that has one number each for one image; further axes of size 1 do not count. Null for other shapes.
    /// </summary>
    public static int? ClassesOf(GraphTrace trace, string tensor)
    {
        if (!trace.Tensors.TryGetValue(tensor, out var traced) || traced.Shape.Count == 0)
            return null;
        var shape = traced.Shape;
        var sizes = (shape.Count > 1 ? shape.Skip(shape[0] == 1 ? 1 : 0) : shape).Where(size => size != 1).ToList();
        return sizes switch
        {
            [] => 1,
            [<= int.MaxValue and var classes] => (int)classes,
            _ => null,
        };
    }

    private static (string Tensor, string? Activation) BeforeActivation(Graph graph, GraphTrace trace, string output)
    {
        var classes = ClassesOf(trace, output);
        for (var tensor = output; graph.Makers.TryGetValue(tensor, out var maker)
            && ClassesOf(trace, tensor) == classes; tensor = maker.Inputs[0])
        {
            if (Activations.Contains(maker.Key.Name))
                return (maker.Inputs[0], maker.Key.Name);
            if (maker.Key.Name == "Div" && ExponentOf(maker, graph.Makers) is { } logits)
                return (logits, "Softmax");
            if (!Movers.Moves(maker) || maker.Inputs.Count == 0)
                break;
        }
        return (output, null);
    }

    /// <summary>A softmax as arithmetic: Exp(x) or Exp(x − max), divided by its own sum.</summary>
    private static string? ExponentOf(Node division, IReadOnlyDictionary<string, Node> makers)
    {
        if (!makers.TryGetValue(division.Inputs[0], out var exponent) || exponent.Key.Name != "Exp"
            || !makers.TryGetValue(division.Inputs[1], out var sum) || sum.Key.Name != "ReduceSum" || sum.Inputs[0] != division.Inputs[0])
            return null;
        return makers.TryGetValue(exponent.Inputs[0], out var shifted) && shifted.Key.Name == "Sub"
            && makers.TryGetValue(shifted.Inputs[1], out var largest) && largest.Key.Name == "ReduceMax"
                && largest.Inputs[0] == shifted.Inputs[0]
            ? shifted.Inputs[0] : exponent.Inputs[0];
    }

    /// <summary>The most nodes on a way from the image.</summary>
    private static Dictionary<string, int> DepthsOf(Graph graph, string image)
    {
        var depths = new Dictionary<string, int> { [image] = 0 };
        foreach (var node in graph.Nodes)
        {
            var depth = node.Inputs.Concat(node.Captured).Max(input => depths.TryGetValue(input, out var found) ? found : (int?)null);
            if (depth is not null)
                foreach (var output in node.Outputs)
                    depths[output] = depth.Value + (Movers.Moves(node) || Activations.Contains(node.Key.Name) ? 0 : 1);
        }
        return depths;
    }
}
