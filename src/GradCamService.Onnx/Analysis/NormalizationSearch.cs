namespace GradCamService.Onnx.Analysis;

/// <summary>
/// Finds the outputs of normalizations over channels, which begin the halves of a transformer's block: the operator, or the arithmetic
/// that older exporters write in its place, which divides by a square root and then scales and shifts by constants.
/// </summary>
internal static class NormalizationSearch
{
    public static IEnumerable<string> Outputs(DataFlow flow) => flow.Nodes.Where(node => IsNormalization(node, flow))
        .Select(node => End(node, flow)).Distinct();

    private static bool IsNormalization(Node node, DataFlow flow) => node.Key.Name switch
    {
        "LayerNormalization" or "RMSNormalization" or "SimplifiedLayerNormalization" => true,
        "Div" => IsRoot(node.Inputs[1], flow),
        // The root's reciprocal, on its own or as a constant over the root.
        "Mul" => node.Inputs.Any(input => flow.MakerOf(input) is { } maker && IsRoot(maker.Inputs[^1], flow)
            && (maker.Key.Name == "Reciprocal" || (maker.Key.Name == "Div" && !flow.Has(maker.Inputs[0])))),
        _ => false,
    };

    private static bool IsRoot(string tensor, DataFlow flow) => flow.MakerOf(tensor)?.Key.Name == "Sqrt";

    /// <summary>Behind the scale and the shift.</summary>
    private static string End(Node node, DataFlow flow)
    {
        var output = node.Outputs[0];
        if (node.Key.Name.EndsWith("Normalization", StringComparison.Ordinal))
            return output;
        foreach (var name in new[] { "Mul", "Add" })
            if (flow.ReadersOf(output).ToList() is [var only] && only.Key.Name == name && flow.InputsOf(only).Count() == 1)
                output = only.Outputs[0];
        return output;
    }
}
