namespace GradCamService.Onnx.Analysis;

/// <summary>
/// Finds the outputs of normalizations over channels, which begin the halves of a transformer's block: the operator, or the arithmetic
/// that older exporters write in its place, which divides by a square root and then scales and shifts by constants.
/// </summary>
internal static class NormalizationSearch
{
    public static IEnumerable<string> Outputs(DataFlow flow) => flow.Nodes.Where(node => IsNormalization(node, flow))
        .Select(node => End(node, flow)).Distinct();

    private static bool IsNormalization(Node node, DataFlow flow) => node.Is(Trait.NormalizesFeatures)
        || (node.Function == Function.Divide && IsRoot(node.Inputs[1], flow))
        || (node.Function == Function.Multiply && node.Inputs.Any(input => IsInverseRoot(input, flow)));

    private static bool IsRoot(string tensor, DataFlow flow) => flow.MakerOf(tensor)?.Function == Function.Root;

    /// <summary>The root's reciprocal, on its own or as a constant over the root.</summary>
    private static bool IsInverseRoot(string tensor, DataFlow flow) => flow.MakerOf(tensor) is { } maker && IsRoot(maker.Inputs[^1], flow)
        && (maker.Function == Function.Reciprocal || (maker.Function == Function.Divide && !flow.Has(maker.Inputs[0])));

    /// <summary>Behind the scale and the shift.</summary>
    private static string End(Node node, DataFlow flow)
    {
        var output = node.Outputs[0];
        if (node.Is(Trait.NormalizesFeatures))
            return output;
        foreach (var step in new[] { Function.Multiply, Function.Add })
            if (flow.ReadersOf(output).ToList() is [var only] && only.Function == step && flow.InputsOf(only).Count() == 1)
                output = only.Outputs[0];
        return output;
    }
}
