namespace GradCamService.Onnx.Execution;

/// <summary>
/// Which nodes a run needs for its feeds and fetches, in order, and after which of them each intermediate is used for the last
/// time. Depends on names only, so runs with the same names share it.
/// </summary>
internal sealed class ExecutionPlan
{
    private ExecutionPlan(IReadOnlyList<Step> steps) => Steps = steps;

    public IReadOnlyList<Step> Steps { get; }

    /// <param name="Node">What to run.</param>
    /// <param name="Release">Tensors that nothing needs after this node.</param>
    /// <param name="MayOverwrite">Whether the node may write its result over its first input.</param>
    /// <param name="OwnsGradient">Whether the gradient that arrives at the node's result is in memory that nobody else reads.</param>
    internal sealed record Step(Node Node, IReadOnlyList<string> Release, bool MayOverwrite, bool OwnsGradient);

    /// <exception cref="OnnxException">A fetch cannot be computed from the feeds.</exception>
    public static ExecutionPlan For(Graph graph, IReadOnlySet<string> feeds, IReadOnlyList<string> fetches)
    {
        var needed = new HashSet<string>(fetches.Where(name => !feeds.Contains(name)));
        var nodes = new List<Node>();
        for (var i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            var node = graph.Nodes[i];
            if (!node.Outputs.Any(needed.Contains))
                continue;
            nodes.Add(node);
            needed.ExceptWith(node.Outputs);
            needed.UnionWith(node.Inputs.Concat(node.Captured).Where(name => name.Length > 0 && !feeds.Contains(name)));
        }
        nodes.Reverse();
        needed.ExceptWith(graph.Constants.Keys);
        if (needed.Count > 0)
        {
            if (graph.Refusal is { } refusal && graph.LeftOut.Any(node => node.Outputs.Any(needed.Contains)))
                throw new OnnxException(refusal);
            var names = string.Join(", ", needed.Order(StringComparer.Ordinal).Select(name => $"'{name}'"));
            throw new OnnxException($"graph '{graph.Name}' needs {names}, which is neither fed nor computed");
        }
        return new ExecutionPlan(WithReleases(nodes, feeds, fetches));
    }

    private static List<Step> WithReleases(List<Node> nodes, IReadOnlySet<string> feeds, IReadOnlyList<string> fetches)
    {
        var computed = nodes.SelectMany(node => node.Outputs).Where(name => name.Length > 0 && !feeds.Contains(name)).ToHashSet();
        computed.ExceptWith(fetches);
        var reads = nodes.SelectMany(node => node.Inputs.Concat(node.Captured)).GroupBy(name => name).ToDictionary(group => group.Key, group => group.Count());
        bool IsBetweenTwo(string name) => computed.Contains(name) && reads.GetValueOrDefault(name) == 1;
        var fresh = nodes.Where(node => node.Is(Trait.FreshMemory)).Select(node => node.Outputs[0]).Where(IsBetweenTwo).ToHashSet();
        var freshGradients = nodes.Where(node => node.Is(Trait.FreshGradients) && node.Inputs.Count > 0)
            .Select(node => node.Inputs[0]).Where(IsBetweenTwo).ToHashSet();
        var steps = new List<Step>();
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            var node = nodes[i];
            var last = node.Inputs.Concat(node.Captured).Concat(node.Outputs).Where(computed.Remove).ToList();
            steps.Add(new Step(node, last, node.Inputs.Count > 0 && fresh.Contains(node.Inputs[0]), freshGradients.Contains(node.Outputs[0])));
        }
        steps.Reverse();
        return steps;
    }
}
