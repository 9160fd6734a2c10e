using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>Puts nodes into an order in which each comes after what it reads. Files should be ordered already; not all are.</summary>
internal static class ExecutionOrder
{
    /// <param name="nodes">The nodes of one graph.</param>
    /// <param name="known">Names that are there before any node runs.</param>
    /// <param name="graph">The graph's name, for messages.</param>
    /// <exception cref="OnnxException">A tensor is made twice, never made, or needed to make itself.</exception>
    public static List<NodeProto> Of(IReadOnlyList<NodeProto> nodes, IReadOnlySet<string> known, string graph)
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
                else if (nodes[i].Input.Contains(input))
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

    /// <summary>What a node reads, its sub-graphs' reads included (their own names are filtered by the caller's lookups).</summary>
    private static IEnumerable<string> Reads(NodeProto node) =>
        node.Input.Where(input => input.Length > 0).Concat(node.Attribute.Where(attribute => attribute.G is not null).SelectMany(Inside));

    private static IEnumerable<string> Inside(AttributeProto attribute) =>
        attribute.G.Node.SelectMany(Reads).Concat(attribute.G.Output.Select(output => output.Name));
}
