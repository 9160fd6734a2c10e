using GradCamService.Onnx.Operators;
using GradCamService.Onnx.Proto;
using static GradCamService.Onnx.Proto.AttributeProto.Types;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// Parts the nodes of a graph: those that can run, and those that cannot because their operator is not supported, because they work on text,
/// or because they read what such a node would make. Labels, votes and maps of names stand behind a network's scores and must not stop it.
/// </summary>
internal sealed class RunnableNodes
{
    private readonly Opsets _opsets;
    private readonly HashSet<string> _absent;
    private readonly HashSet<string> _narrow;
    private readonly List<NodeProto> _unsupported = [];

    /// <param name="ordered">The graph's nodes, each after those it reads.</param>
    /// <param name="opsets">The versions that the file imports.</param>
    /// <param name="stored">The graph's constants.</param>
    /// <param name="texts">Names of inputs that are no tensors of numbers.</param>
    public RunnableNodes(IEnumerable<NodeProto> ordered, Opsets opsets, StoredConstants stored, IEnumerable<string> texts)
    {
        (_opsets, _narrow, _absent) = (opsets, stored.Narrow, [.. texts, .. stored.Texts]);
        foreach (var node in ordered)
            if (IsText(node))
                _absent.Add(node.Output[0]);
            else
                Sort(node);
    }

    public List<NodeProto> Kept { get; } = [];

    public List<LeftOutNode> LeftOut { get; } = [];

    /// <summary>Whether the graph has no such tensor: it is text, or a node that is left out would make it.</summary>
    public bool IsAbsent(string name) => _absent.Contains(name);

    /// <summary>
    /// Names every operator that is missing, once with its number, and not only the first: a person decides by the whole list. Null where all
    /// are there.
    /// </summary>
    public string? Refusal() => _unsupported.Count == 0 && _absent.Count == 0 ? null
        : _unsupported.Count == 0 ? "the graph computes nothing but text"
        : "operators that are not supported: " + string.Join("; ", _unsupported.GroupBy(node => (Opsets.Normalize(node.Domain), node.OpType))
            .Select(group => Describe(group.First(), group.Key.Item1, group.Count())));

    /// <summary>The node's name in the file, or its first output's.</summary>
    public static string TitleOf(NodeProto node) =>
        node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(output => output.Length > 0) ?? node.OpType;

    private void Sort(NodeProto node)
    {
        var unsupported = Unsupported(node).ToList();
        _unsupported.AddRange(unsupported);
        if (unsupported.Count == 0 && !ExecutionOrder.Reads(node).Any(_absent.Contains))
        {
            Kept.Add(node);
            return;
        }
        LeftOut.Add(new LeftOutNode(node, TitleOf(node), Opsets.Normalize(node.Domain), unsupported.Count == 0));
        _absent.UnionWith(node.Output.Where(output => output.Length > 0));
    }

    /// <summary>The node itself, or those in its sub-graphs.</summary>
    private IEnumerable<NodeProto> Unsupported(NodeProto node)
    {
        if (_opsets.KeyOf(node) is null || MakesText(node) || QuantizesNarrowly(node))
            return [node];
        var graphs = node.Attribute.Where(attribute => attribute.G is not null).Select(attribute => attribute.G).ToList();
        return graphs.Any(graph => graph.Initializer.Any(initializer => initializer.DataType == ElementTypes.Text))
            ? [node]
            : graphs.SelectMany(graph => graph.Node).SelectMany(inner => IsText(inner) ? [inner] : Unsupported(inner));
    }

    private static bool MakesText(NodeProto node) =>
        node.OpType == "Cast" && node.Attribute.Any(attribute => attribute.Name == "to" && attribute.I == ElementTypes.Text);

    // The type that holds four bits here has more of them, so that saturation would be another.
    private bool QuantizesNarrowly(NodeProto node) => node.OpType == "QuantizeLinear" && node.Input.Count > 2 && _narrow.Contains(node.Input[2]);

    private static bool IsText(NodeProto node) => node.OpType == "Constant" && node.Domain.Length == 0 && node.Output.Count == 1
        && node.Attribute.Any(attribute => attribute is { T.DataType: ElementTypes.Text } or { Type: AttributeType.String or AttributeType.Strings });

    private string Describe(NodeProto node, string domain, int count)
    {
        var title = domain.Length == 0 ? node.OpType : $"{domain}.{node.OpType}";
        var since = OperatorTable.VersionsOf(domain, node.OpType).ToList();
        var known = since.Count == 0 ? "" : since[0] <= _opsets.Version(domain) ? " (not for these types)" : $" (known from version {since[0]})";
        var more = count > 1 ? $" and {count - 1} more" : "";
        return $"{title}, version {_opsets.Version(domain)}, at node '{TitleOf(node)}'{more}{known}";
    }
}
