namespace GradCamService.Onnx.Analysis;

/// <summary>
/// The nodes through which the image reaches the scores. Shapes, indices and weights, which do not depend on it, are left out.
/// </summary>
internal sealed class DataFlow
{
    private readonly HashSet<string> _tensors;
    private readonly Dictionary<string, Node> _makers = [];
    private readonly ILookup<string, Node> _readers;

    public DataFlow(Graph graph, GraphTrace trace, string image, string scores)
    {
        Graph = graph;
        Image = image;
        Scores = scores;
        var reached = new HashSet<string> { image };
        foreach (var node in graph.Nodes.Where(node => ReadsOf(node).Any(reached.Contains)))
            reached.UnionWith(node.Outputs.Where(trace.IsSignal));
        var nodes = new List<Node>();
        _tensors = [scores];
        foreach (var node in graph.Nodes.Reverse()
            .Where(node => node.Outputs.Any(_tensors.Contains) && ReadsOf(node).Any(reached.Contains)))
        {
            nodes.Add(node);
            _tensors.UnionWith(ReadsOf(node).Where(reached.Contains));
        }
        nodes.Reverse();
        Nodes = nodes;
        foreach (var node in nodes)
            foreach (var output in node.Outputs.Where(_tensors.Contains))
                _makers[output] = node;
        _readers = nodes.SelectMany(node => InputsOf(node).Distinct(), (node, input) => (node, input))
            .ToLookup(pair => pair.input, pair => pair.node);
        Cuts = FindCuts();
    }

    public Graph Graph { get; }

    public string Image { get; }

    public string Scores { get; }

    /// <summary>In execution order.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Tensors on the way, in the order in which they are made.</summary>
    public IEnumerable<string> Tensors => Nodes.SelectMany(node => node.Outputs.Where(_tensors.Contains));

    /// <summary>
    /// Tensors through which all of the image's way leads: the output of a residual block is one, what lies inside is none.
    /// </summary>
    public IReadOnlySet<string> Cuts { get; }

    public bool Has(string tensor) => _tensors.Contains(tensor);

    public Node? MakerOf(string tensor) => _makers.GetValueOrDefault(tensor);

    public IEnumerable<Node> ReadersOf(string tensor) => _readers[tensor];

    /// <summary>What a node reads of the image's way.</summary>
    public IEnumerable<string> InputsOf(Node node) => ReadsOf(node).Where(_tensors.Contains);

    private static IEnumerable<string> ReadsOf(Node node) => node.Inputs.Concat(node.Captured).Where(name => name.Length > 0);

    private HashSet<string> FindCuts()
    {
        var lastUse = new Dictionary<string, int> { [Image] = -1 };
        for (var i = 0; i < Nodes.Count; i++)
            foreach (var input in InputsOf(Nodes[i]))
                lastUse[input] = i;
        var cuts = new HashSet<string>();
        var ending = lastUse.Values.Where(use => use >= 0).GroupBy(use => use).ToDictionary(group => group.Key, group => group.Count());
        var live = 1;
        for (var i = 0; i < Nodes.Count; i++)
        {
            var made = Nodes[i].Outputs.Where(output => _tensors.Contains(output) && lastUse.GetValueOrDefault(output, -1) > i).ToList();
            live += made.Count - ending.GetValueOrDefault(i);
            if (live == 1 && made.Count == 1)
                cuts.Add(made[0]);
        }
        return cuts;
    }
}
