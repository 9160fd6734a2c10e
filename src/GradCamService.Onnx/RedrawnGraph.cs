using static TorchSharp.torch;

namespace GradCamService.Onnx;

/// <summary>
/// A network whose uppermost layers have forgotten what they learned: their weights are drawn anew from a normal distribution with each weight's own mean and
/// standard deviation. It shares everything else with the network that it was made of, which does not change and must live longer; it owns what was drawn.
/// </summary>
public sealed class RedrawnGraph : IDisposable
{
    private readonly List<Tensor> _drawn = [];

    /// <param name="graph">The network.</param>
    /// <param name="depth">How many layers are drawn, from the output down: 1 to as many as <see cref="LayersOf"/> lists.</param>
    /// <param name="seed">The same seed draws the same weights for a layer, however many layers are drawn.</param>
    public RedrawnGraph(Graph graph, int depth, int seed)
    {
        var constants = new Dictionary<string, Tensor>(graph.Constants);
        foreach (var (node, place) in Learning(graph).Take(depth).Select((node, place) => (node, place)))
            foreach (var weight in WeightsOf(graph, node))
                constants[weight] = Draw(graph.Constants[weight], seed + place);
        Graph = new Graph(graph.Name, graph.Producer, graph.Inputs, graph.Outputs, graph.Nodes, constants, graph.Device);
    }

    /// <summary>It must not be disposed: its nodes and most of its constants are another's.</summary>
    public Graph Graph { get; }

    /// <summary>The outputs of the layers that learned, from the network's output down to its input.</summary>
    public static IReadOnlyList<string> LayersOf(Graph graph) => [.. Learning(graph).Select(node => node.Outputs[0])];

    public void Dispose() => _drawn.ForEach(tensor => tensor.Dispose());

    private static IEnumerable<Node> Learning(Graph graph) => graph.Nodes.Reverse().Where(node => node.Is(Trait.Learns) && WeightsOf(graph, node).Any());

    /// <summary>A vector is a bias, and integers are another's weights: both stay.</summary>
    private static IEnumerable<string> WeightsOf(Graph graph, Node node) => node.Inputs.Distinct().Where(input =>
        graph.Constants.TryGetValue(input, out var constant) && constant.dim() >= 2 && constant.is_floating_point());

    private Tensor Draw(Tensor weight, int seed)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        using var random = new Generator((ulong)(uint)seed, CPU);
        var values = weight.to(ScalarType.Float32).cpu();
        var drawn = randn(weight.shape, generator: random).mul(values.std(unbiased: false)).add(values.mean()).to(weight.dtype).to(weight.device);
        // In the memory order that kernels were given.
        var arranged = empty_like(weight).copy_(drawn).DetachFromDisposeScope();
        _drawn.Add(arranged);
        return arranged;
    }
}
