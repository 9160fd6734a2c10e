namespace GradCamService.Onnx.Analysis;

/// <summary>
/// Tells features from classes. Classes come from weights, a dense layer or a convolution, and nothing bends them afterwards; features were
/// rectified or normalized since their last weights.
/// </summary>
internal sealed class FeatureEnds(Graph graph, GraphTrace trace)
{
    private const int MostSteps = 64;

    // The sum of squares of what was divided by its length, in float32.
    private const double UnitLength = 1e-3;

    // Lists of classes that SqueezeNet, NiN and their like pool behind a rectifier. No layer of features is so wide.
    private static readonly HashSet<int> UsualClasses = [10, 100, 365, 1000, 1001, 21841];

    /// <returns>What makes them features, in words; null for scores of classes.</returns>
    public string? Why(string tensor, int classes)
    {
        if (classes == 1)
            return null;
        if (trace.ValuesOf(tensor) is { } values && Math.Abs(values.Take(classes).Sum(value => (double)value * value) - 1) < UnitLength)
            return "they were divided by their length";
        return UsualClasses.Contains(classes) ? null : Bent(tensor);
    }

    private string? Bent(string tensor)
    {
        var isPooled = false;
        for (var step = 0; step < MostSteps && graph.Makers.TryGetValue(tensor, out var maker) && !Movers.Learns(maker); step++)
        {
            if (maker.Is(Trait.Bends | Trait.Rectifies))
                return isPooled ? $"no weights come behind their pooling and the {maker.Operator} before it"
                    : $"a {maker.Operator} comes behind their last weights";
            if (maker.Inputs.Where(input => input.Length > 0 && !graph.Constants.ContainsKey(input)).ToList() is not [var input, .. var others])
                return null;
            // The end of a residual block, or x · sigmoid(x); without pooling, an ensemble's sum of scores.
            if (others.Any(trace.IsSignal))
                return isPooled ? "no weights come behind the pooling of the last block" : null;
            isPooled |= Movers.Pools(maker) || (maker.Is(Trait.Gathers | Trait.Slices) && trace.ShapeOf(input).Count >= 3);
            tensor = input;
        }
        return null;
    }
}
