namespace GradCamService.Onnx.Analysis;

/// <summary>The map of scores of a network of segmentation.</summary>
/// <param name="Tensor">The tensor that is read: the scores before any softmax or sigmoid.</param>
/// <param name="Shape">Its three axes, without the batch's.</param>
/// <param name="Meaning">What its numbers are; null where the graph does not tell.</param>
/// <param name="Why">How it was found, in words.</param>
public sealed record ScoreMap(string Tensor, IReadOnlyList<long> Shape, ScoreMeaning? Meaning, string Why);

/// <summary>Finds the map of scores at a graph's end: behind it, only a softmax, a sigmoid, or the decision which class is the best.</summary>
public static class MapSearch
{
    /// <param name="graph">The graph.</param>
    /// <param name="trace">A run of it.</param>
    /// <param name="image">The image input.</param>
    /// <param name="output">The tensor that was named; null: the first map among the graph's ends.</param>
    /// <param name="meaning">What its numbers are said to be: of shares, the tensor itself is read; null: what the graph tells.</param>
    /// <exception cref="OnnxException">There is no map; the message lists what there is.</exception>
    public static ScoreMap Find(Graph graph, GraphTrace trace, string image, string? output, ScoreMeaning? meaning)
    {
        var batch = OutputShape.BatchOf(trace, image);
        var ends = output is null ? GraphEnds.Of(graph) : [output];
        var found = ends.Select(end => (End: end, Map: Rankings.Before(graph, end, name => ShapeOf(name) is null ? null : 1)))
            .FirstOrDefault(pair => ShapeOf(pair.Map) is not null);
        if (found.Map is null)
            throw new OnnxException((output is null ? "no output has" : $"'{output}' has not")
                + " the shape [N, classes, h, w] of a map of scores; there are "
                + string.Join("; ", ends.Select(end => $"'{end}' {OutputShape.Text(trace.ShapeOf(end), batch)}"))
                + (graph.Refusal is { } refusal ? $"; {refusal}" : ""));
        var why = found.Map == found.End ? "the first output that is a map" : $"the map in front of the output '{found.End}'";
        if (meaning is not (ScoreMeaning.Probabilities or ScoreMeaning.Linear) && Squashed(graph, found.Map) is var (scores, by, told)
            && ShapeOf(scores) is { } before)
            return new ScoreMap(scores, before, told, $"what {by} at the end reads");
        return new ScoreMap(found.Map, ShapeOf(found.Map)!, null, why);

        IReadOnlyList<long>? ShapeOf(string tensor) => !trace.IsSignal(tensor) ? null : (trace.ShapeOf(tensor), batch) switch
        {
            ({ Count: 4 } shape, { } images) when shape[0] == images && shape.Skip(1).Count(size => size > 1) >= 2 => [.. shape.Skip(1)],
            ({ Count: 3 } shape, null) when shape.Count(size => size > 1) >= 2 => shape,
            _ => null,
        };
    }

    private static (string Scores, string By, ScoreMeaning Meaning)? Squashed(Graph graph, string map)
    {
        for (var name = map; graph.Makers.TryGetValue(name, out var maker) && maker.Inputs.Count > 0; name = maker.Inputs[0])
        {
            if (maker.Function == Function.Softmax)
                return (maker.Inputs[0], "the Softmax", ScoreMeaning.Softmax);
            if (maker.Function == Function.Sigmoid)
                return (maker.Inputs[0], "the Sigmoid", ScoreMeaning.Sigmoid);
            if (!Movers.Moves(maker))
                return null;
        }
        return null;
    }
}
