using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// Decides which nodes act as rectifiers: every ReLU with or without a slope, and a clip from zero. The clip inside a hard sigmoid that
/// an exporter wrote as arithmetic is a gate and none.
/// </summary>
internal static class RectifierMarking
{
    /// <param name="nodes">The nodes of one graph; sub-graphs are marked with it.</param>
    /// <param name="constants">Constants in scope.</param>
    public static void Apply(IReadOnlyList<Node> nodes, IReadOnlyDictionary<string, Tensor> constants)
    {
        var gates = new GateSearch(nodes, constants);
        foreach (var node in nodes)
        {
            node.IsRectifier = node.Is(Trait.Rectifies) ? !gates.IsLowerHalf(node)
                : gates.BoundsOf(node) is (0, var top) && !gates.IsGate(node, top);
            foreach (var subgraph in node.Subgraphs.Values)
                Apply(subgraph.Nodes, Together(constants, subgraph.Constants));
        }
    }

    private static Dictionary<string, Tensor> Together(IReadOnlyDictionary<string, Tensor> outer, IReadOnlyDictionary<string, Tensor> inner)
    {
        var all = new Dictionary<string, Tensor>(outer);
        foreach (var (name, constant) in inner)
            all[name] = constant;
        return all;
    }
}
