namespace GradCamService.Onnx.Analysis;

/// <summary>The dense layer at the end of most networks, y = W x + b, which looks at each row of its input for itself.</summary>
/// <param name="Input">The tensor that it reads, <c>[N, F]</c>.</param>
/// <param name="Weight">The constant W.</param>
/// <param name="IsTransposed">Whether that lies as <c>[F, outputs]</c> and not as <c>[outputs, F]</c>.</param>
public sealed record DenseLayer(string Input, string Weight, bool IsTransposed)
{
    /// <returns>Null where the scores come from another kind of layer.</returns>
    public static DenseLayer? Before(Graph graph, string scores)
    {
        var makers = graph.Nodes.SelectMany(node => node.Outputs, (node, name) => (node, name)).Where(pair => pair.name.Length > 0)
            .ToDictionary(pair => pair.name, pair => pair.node);
        for (var name = scores; makers.TryGetValue(name, out var maker);)
        {
            if (maker.Key.Domain.Length > 0 || maker.Inputs.Where(input => input.Length > 0 && !graph.Constants.ContainsKey(input)).ToList() is not [var input])
                return null;
            if (maker.Key.Name is "Gemm" or "MatMul")
                return makers.ContainsKey(input) ? Of(graph, maker, input) : null;
            // The bias of a MatMul is added behind it.
            if (maker.Key.Name is not ("Add" or "Identity"))
                return null;
            name = input;
        }
        return null;
    }

    private static DenseLayer? Of(Graph graph, Node node, string input)
    {
        var attributes = node.Attributes;
        return node.Inputs[0] == input && graph.Constants[node.Inputs[1]].dim() == 2
            && attributes.Int("transA", 0) == 0 && attributes.Float("alpha", 1) == 1
            ? new DenseLayer(input, node.Inputs[1], attributes.Int("transB", 0) == 0)
            : null;
    }
}
