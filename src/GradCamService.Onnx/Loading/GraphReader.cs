using GradCamService.Onnx.Operators;
using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>The messages of a file → a draft with nodes in execution order, each bound to its operator.</summary>
internal sealed class GraphReader(Opsets opsets, ModelProto model, TensorReader tensors, string name, GraphOptions options)
{
    // Deeper nesting of If, Loop and Scan than any exporter makes; a file made to exhaust the stack has it.
    private const int DeepestNesting = 16;

    private readonly Dictionary<Graph, GraphDraft> _subgraphs = [];
    private readonly FunctionExpansion _functions = new(model.Functions, opsets);

    /// <summary>The sub-graphs read so far, and the drafts whose constants they have.</summary>
    public IReadOnlyDictionary<Graph, GraphDraft> Subgraphs => _subgraphs;

    /// <param name="proto">The graph or sub-graph.</param>
    /// <param name="outer">Names that an enclosing graph has in scope.</param>
    /// <param name="depth">How many graphs enclose this one.</param>
    public GraphDraft Read(GraphProto proto, IReadOnlySet<string> outer, int depth = 0)
    {
        if (depth > DeepestNesting)
            throw new OnnxException($"graph '{name}' nests sub-graphs more than {DeepestNesting} deep");
        if (depth == 0)
            Expand(proto);
        if (options.Widens)
            Widening.Apply(proto);
        var stored = StoredConstants.Of(proto, tensors, name);
        var given = proto.Input.Where(input => !stored.Tensors.ContainsKey(input.Name) && !stored.Texts.Contains(input.Name)).ToList();
        if (given.GroupBy(input => input.Name).FirstOrDefault(same => same.Count() > 1) is { } repeated)
            throw new OnnxException($"graph '{name}' has the input '{repeated.Key}' twice");
        var texts = given.Where(input => input.Type?.TensorType?.ElemType == ElementTypes.Text).Select(input => input.Name).ToList();
        var known = given.Select(input => input.Name).Concat(stored.Tensors.Keys).Concat(stored.Texts).ToHashSet();
        var ordered = ExecutionOrder.Of(proto.Node, known, outer, name);
        var scope = known.Concat(outer).Concat(ordered.SelectMany(node => node.Output)).ToHashSet();
        var outputs = proto.Output.Select(output => output.Name).ToList();
        if (outputs.FirstOrDefault(output => !scope.Contains(output)) is { } orphan)
            throw new OnnxException($"graph '{name}' does not compute its output '{orphan}'");
        var runnable = new RunnableNodes(ordered, opsets, stored, texts);
        outputs.RemoveAll(runnable.IsAbsent);
        var inputs = given.Where(input => !texts.Contains(input.Name)).Select(GraphInput.Of).ToList();
        var ends = outputs.Union(Broken(inputs, runnable)).ToList();
        if (ends.Count == 0 && runnable.Refusal() is { } refusal)
            throw new OnnxException(refusal);
        return new GraphDraft
        {
            Inputs = inputs,
            Outputs = outputs,
            Ends = ends,
            LeftOut = runnable.LeftOut,
            Refusal = runnable.Refusal(),
            Nodes = runnable.Kept.Select(node => Bind(node, scope, depth)).ToList(),
            Constants = stored.Tensors,
        };
    }

    /// <summary>Puts the parts of functions and of fused operators in their place, in sub-graphs too.</summary>
    private void Expand(GraphProto graph)
    {
        var expanded = FusedOperators.Expand(_functions.Expand(graph.Node, graph.Name), opsets);
        graph.Node.Clear();
        graph.Node.Add(expanded);
        foreach (var attribute in graph.Node.SelectMany(node => node.Attribute).Where(attribute => attribute.G is not null))
            Expand(attribute.G);
    }

    /// <summary>What is computed from the inputs and read by nodes that are left out: there the graph ends.</summary>
    private static IEnumerable<string> Broken(IEnumerable<GraphInput> inputs, RunnableNodes runnable)
    {
        if (runnable.LeftOut.Count == 0)
            return [];
        var computed = inputs.Select(input => input.Name).ToHashSet();
        var free = computed.ToHashSet();
        foreach (var node in runnable.Kept.Where(node => ExecutionOrder.Reads(node).Any(computed.Contains)))
            computed.UnionWith(node.Output.Where(output => output.Length > 0));
        return runnable.LeftOut.SelectMany(node => node.Inputs).Where(read => computed.Contains(read) && !free.Contains(read)).Distinct();
    }

    private Node Bind(NodeProto proto, IReadOnlySet<string> scope, int depth)
    {
        var (title, key) = (RunnableNodes.TitleOf(proto), opsets.KeyOf(proto)!);
        var line = OperatorTable.Lines[key];
        if (options.Widens)
            Widening.Apply(proto);
        var attributes = new Attributes(title, proto.Attribute, proto.Attribute
            .Where(attribute => attribute.T is not null || attribute.SparseTensor is not null)
            .ToDictionary(attribute => attribute.Name, attribute =>
                attribute.T is not null ? tensors.Read(attribute.T) : SparseTensors.Read(attribute.SparseTensor, tensors)));
        var subgraphs = new Dictionary<string, Graph>();
        var captured = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var attribute in proto.Attribute.Where(attribute => attribute.G is not null))
        {
            var draft = Read(attribute.G, scope, depth + 1);
            draft.Simplify([]);
            captured.UnionWith(FreeNames(draft));
            var subgraph = subgraphs[attribute.Name] = draft.ToGraph(attribute.G.Name, model.ProducerName, options.Device);
            _subgraphs[subgraph] = draft;
        }
        return new Node(title, key, line, proto.Input, FinalStates.Name(proto.Output, title, line.Traits), attributes, subgraphs, [.. captured]);
    }

    /// <summary>What a sub-graph reads and does not make.</summary>
    private static IEnumerable<string> FreeNames(GraphDraft draft)
    {
        var own = draft.Inputs.Select(input => input.Name).Concat(draft.Constants.Keys).Concat(draft.Nodes.SelectMany(node => node.Outputs)).ToHashSet();
        return draft.Nodes.SelectMany(node => node.Inputs.Concat(node.Captured)).Concat(draft.Outputs)
            .Where(read => read.Length > 0 && !own.Contains(read)).Distinct();
    }
}
