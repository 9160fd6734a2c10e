using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>Puts nodes into an order in which each comes after what it reads. Files should be ordered already; not all are.</summary>
internal static class ExecutionOrder
{
    /// <param name="nodes">The nodes of one graph.</param>
    /// <param name="known">The graph's own names that are there before any node runs.</param>
    /// <param name="outer">Names of the graphs around it; the graph may use one of them again for a tensor of its own.</param>
    /// <param name="graph">The graph's name, for messages.</param>
    /// <exception cref="OnnxException">A tensor is made twice, never made, or needed to make itself.</exception>
    public static List<NodeProto> Of(IReadOnlyList<NodeProto> nodes, IReadOnlySet<string> known, IReadOnlySet<string> outer, string graph)
    {
        var makers = new Dictionary<string, int>();
        for (var i = 0; i < nodes.Count; i++)
            foreach (var output in nodes[i].Output.Where(output => output.Length > 0))
                if (known.Contains(output) || !makers.TryAdd(output, i))
                    throw new OnnxException($"graph '{graph}' makes the tensor '{output}' twice");

        var waits = new int[nodes.Count];
        var readers = new List<int>[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
            foreach (var input in Reads(nodes[i]).Where(input => !known.Contains(input)).Distinct())
            {
                if (makers.TryGetValue(input, out var maker))
                {
                    (readers[maker] ??= []).Add(i);
                    waits[i]++;
                }
                else if (nodes[i].Input.Contains(input) && !outer.Contains(input))
                {
                    throw new OnnxException($"graph '{graph}': node '{nodes[i].Name}' ({nodes[i].OpType}) reads '{input}', which nothing makes");
                }
            }

        var ready = new PriorityQueue<int, int>(Enumerable.Range(0, nodes.Count).Where(i => waits[i] == 0).Select(i => (i, i)));
        var ordered = new List<NodeProto>(nodes.Count);
        while (ready.TryDequeue(out var next, out _))
        {
            ordered.Add(nodes[next]);
            foreach (var reader in readers[next] ?? [])
                if (--waits[reader] == 0)
                    ready.Enqueue(reader, reader);
        }
        if (ordered.Count < nodes.Count)
        {
            var stuck = nodes[Array.FindIndex(waits, wait => wait > 0)];
            throw new OnnxException($"graph '{graph}' is cyclic: node '{stuck.Name}' ({stuck.OpType}) needs its own result");
        }
        return ordered;
    }

    /// <summary>What a node reads of the graph that it stands in, its sub-graphs' reads included.</summary>
    public static IEnumerable<string> Reads(NodeProto node) =>
        node.Input.Where(input => input.Length > 0)
            .Concat(node.Attribute.Where(attribute => attribute.G is not null).SelectMany(attribute => Outside(attribute.G)));

    /// <summary>What a sub-graph reads and does not have: the name of an own tensor may also be one of a graph around it.</summary>
    private static IEnumerable<string> Outside(GraphProto graph)
    {
        var own = graph.Input.Select(input => input.Name).Concat(graph.Initializer.Select(initializer => initializer.Name))
            .Concat(graph.SparseInitializer.Select(sparse => sparse.Values?.Name ?? "")).Concat(graph.Node.SelectMany(node => node.Output)).ToHashSet();
        return graph.Node.SelectMany(Reads).Concat(graph.Output.Select(output => output.Name)).Where(name => !own.Contains(name));
    }
}
