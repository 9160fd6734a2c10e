using GradCamService.Onnx.Operators;
using GradCamService.Onnx.Proto;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>The messages of a file → a draft with nodes in execution order, each bound to its operator.</summary>
internal sealed class GraphReader(Opsets opsets, ModelProto model, TensorReader tensors, string name, Device device)
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
        var constants = new Dictionary<string, Tensor>();
        foreach (var initializer in proto.Initializer)
        {
            if (!constants.TryAdd(initializer.Name, tensors.Read(initializer)))
                throw new OnnxException($"graph '{name}' has two initializers named '{initializer.Name}'");
            // What the tensor holds, the message need not.
            Forget(initializer);
        }
        foreach (var sparse in proto.SparseInitializer)
            if (!constants.TryAdd(sparse.Values?.Name ?? "", SparseTensors.Read(sparse, tensors)))
                throw new OnnxException($"graph '{name}' has two initializers named '{sparse.Values?.Name}'");
        var inputs = proto.Input.Where(input => !constants.ContainsKey(input.Name)).Select(GraphInput.Of).ToList();
        var expanded = _functions.Expand(proto.Node, proto.Name);
        var known = inputs.Select(input => input.Name).Concat(constants.Keys).Concat(outer).ToHashSet();
        var ordered = ExecutionOrder.Of(expanded, known, name);
        var scope = known.Concat(ordered.SelectMany(node => node.Output)).ToHashSet();
        RefuseUnsupported(ordered);
        var outputs = proto.Output.Select(output => output.Name).ToList();
        if (outputs.FirstOrDefault(output => !scope.Contains(output)) is { } orphan)
            throw new OnnxException($"graph '{name}' does not compute its output '{orphan}'");
        return new GraphDraft
        {
            Inputs = inputs,
            Outputs = outputs,
            Nodes = ordered.Select(node => Bind(node, scope, depth)).ToList(),
            Constants = constants,
        };
    }

    private static void Forget(TensorProto proto)
    {
        proto.ClearRawData();
        proto.FloatData.Clear();
        proto.Int32Data.Clear();
        proto.Int64Data.Clear();
        proto.DoubleData.Clear();
        proto.Uint64Data.Clear();
    }

    private Node Bind(NodeProto proto, IReadOnlySet<string> scope, int depth)
    {
        var (title, key) = (TitleOf(proto), opsets.KeyOf(proto)!);
        var line = OperatorTable.Lines[key];
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
            var subgraph = subgraphs[attribute.Name] = draft.ToGraph(attribute.G.Name, model.ProducerName, device);
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

    /// <summary>Names every operator that is missing, not only the first: a person decides by the whole list.</summary>
    private void RefuseUnsupported(IEnumerable<NodeProto> nodes)
    {
        var missing = nodes
            .Where(node => opsets.KeyOf(node) is null)
            .GroupBy(node => (Domain: Opsets.Normalize(node.Domain), node.OpType))
            .Select(group => Describe(group.First(), group.Key.Domain, group.Count()))
            .ToList();
        if (missing.Count > 0)
            throw new OnnxException("operators that are not supported: " + string.Join("; ", missing));
    }

    private string Describe(NodeProto node, string domain, int count)
    {
        var title = domain.Length == 0 ? node.OpType : $"{domain}.{node.OpType}";
        var since = OperatorTable.VersionsOf(domain, node.OpType).ToList();
        var known = since.Count > 0 ? $" (known from version {since[0]})" : "";
        var more = count > 1 ? $" and {count - 1} more" : "";
        return $"{title}, version {opsets.Version(domain)}, at node '{TitleOf(node)}'{more}{known}";
    }

    private static string TitleOf(NodeProto node) =>
        node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(output => output.Length > 0) ?? node.OpType;
}
