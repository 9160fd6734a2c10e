namespace GradCamService.Onnx.Analysis;

/// <summary>What a graph does with scores when it decides itself: their order, the best, or those above a limit.</summary>
internal static class Rankings
{
    /// <summary>The scores in front of all decisions; the tensor itself where there are none.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="tensor">An end of it.</param>
    /// <param name="classesOf">How many numbers an image has in a tensor; null for maps and rows, whose largest is no decision.</param>
    public static string Before(Graph graph, string tensor, Func<string, int?> classesOf)
    {
        var scores = tensor;
        for (var name = tensor; graph.Makers.TryGetValue(name, out var maker) && maker.Inputs.Count > 0;)
        {
            name = maker.Inputs[0];
            if ((maker.Is(Trait.Decides) || maker.Function == Function.LargestOver) && classesOf(name) is not null)
                scores = name;
            else if (!Movers.Moves(maker))
                break;
        }
        return scores;
    }
}
