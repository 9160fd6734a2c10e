namespace GradCamService.Onnx.Analysis;

/// <summary>The dense layer at the end of most networks, y = W x + b, which looks at each row of its input for itself.</summary>
/// <param name="Input">The tensor that it reads, <c>[N, F]</c>.</param>
/// <param name="Weight">The constant W.</param>
/// <param name="IsTransposed">Whether that lies as <c>[F, outputs]</c> and not as <c>[outputs, F]</c>.</param>
/// <param name="Outputs">How many numbers it makes of a row.</param>
public sealed record DenseLayer(string Input, string Weight, bool IsTransposed, long Outputs)
{
    /// <returns>Null where the scores come from another kind of layer.</returns>
    public static DenseLayer? Before(Graph graph, string scores)
    {
        for (var name = scores; graph.Makers.TryGetValue(name, out var maker);)
        {
            if (maker.Key.Domain.Length > 0 || maker.Inputs.Where(input => input.Length > 0 && !graph.Constants.ContainsKey(input)).ToList() is not [var input])
                return null;
            if (maker.Is(Trait.MultipliesMatrices))
                return graph.Makers.ContainsKey(input) ? Of(graph, maker, input) : null;
            // The bias of a MatMul is added behind it.
            if (maker.Function != Function.Add && !maker.Is(Trait.Passes))
                return null;
            name = input;
        }
        return null;
    }

    private static DenseLayer? Of(Graph graph, Node node, string input)
    {
        if (node.Inputs is not [var first, var weight, ..] || first != input || graph.Constants.GetValueOrDefault(weight)?.shape is not [var rows, var columns]
            || node.Attributes.Int("transA", 0) != 0 || node.Attributes.Float("alpha", 1) != 1)
            return null;
        var isTransposed = node.Attributes.Int("transB", 0) == 0;
        return new DenseLayer(input, weight, isTransposed, isTransposed ? columns : rows);
    }
}
