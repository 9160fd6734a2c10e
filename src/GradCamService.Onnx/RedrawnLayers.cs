using static TorchSharp.torch;

namespace GradCamService.Onnx;

/// <summary>
/// Networks whose uppermost layers have forgotten what they learned: their weights are drawn anew from a normal distribution with each weight's own mean and
/// standard deviation.
/// </summary>
public static class RedrawnLayers
{
    /// <summary>The outputs of the layers that learned, from the network's output down to its input.</summary>
    public static IReadOnlyList<string> Of(Graph graph) => [.. Learning(graph).Select(node => node.Outputs[0])];

    /// <summary>A copy of a network, which itself does not change. Whoever runs the network draws it.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="depth">How many layers are drawn, from the output down: at most as many as <see cref="Of(Graph)"/> lists.</param>
    /// <param name="seed">The same seed draws the same weights for a layer, however many layers are drawn.</param>
    /// <returns>
    /// It must not be disposed: what was drawn belongs to the caller's dispose scope, and all else to the network, which must live longer.
    /// </returns>
    public static Graph Redraw(Graph graph, int depth, int seed)
    {
        var constants = new Dictionary<string, Tensor>(graph.Constants);
        foreach (var (node, place) in Learning(graph).Take(depth).Select((node, place) => (node, place)))
            foreach (var weight in WeightsOf(graph, node))
                constants[weight] = Draw(graph.Constants[weight], seed + place);
        return new Graph(graph.Name, graph.Producer, graph.Inputs, graph.Outputs, graph.Nodes, constants, graph.Device);
    }

    private static IEnumerable<Node> Learning(Graph graph) => graph.Nodes.Reverse().Where(node => node.Is(Trait.Learns) && WeightsOf(graph, node).Any());

    /// <summary>A vector is a bias, and integers are another's weights: both stay.</summary>
    private static IEnumerable<string> WeightsOf(Graph graph, Node node) => node.Inputs.Distinct().Where(input =>
        graph.Constants.TryGetValue(input, out var constant) && constant.dim() >= 2 && constant.is_floating_point());

    private static Tensor Draw(Tensor weight, int seed)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        using var random = new Generator((ulong)(uint)seed, CPU);
        var values = weight.to(ScalarType.Float32).cpu();
        var drawn = randn(weight.shape, generator: random).mul(values.std(unbiased: false)).Plus(values.mean());
        // In the memory order and type that kernels were given.
        return empty_like(weight).copy_(drawn).MoveToOuterDisposeScope();
    }
}
