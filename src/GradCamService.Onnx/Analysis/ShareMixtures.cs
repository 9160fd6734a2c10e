namespace GradCamService.Onnx.Analysis;

/// <summary>Shares that are made of other shares, each way a rule: what ensembles, heads of two classes and gates have at their end.</summary>
/// <param name="expressions">The graph's arithmetic.</param>
/// <param name="graph">The graph.</param>
/// <param name="read">How the shares of a tensor with so many classes are made; null where they are none.</param>
/// <param name="classesOf">How many numbers an image has in a tensor.</param>
internal sealed class ShareMixtures(
    Expressions expressions, Graph graph, Func<string, int, ScoreEnd?> read, Func<string, int?> classesOf)
{
    // What keeps a logarithm finite is added to shares and changes nothing.
    private const double Negligible = 1e-3;

    public ScoreEnd? Complement(Node node, int classes) =>
        expressions.Complement(node) is { } of ? read(of, classes)?.Complement(node.Outputs[0]) : null;

    /// <summary>Shares times a number, or with one added.</summary>
    public ScoreEnd? Scaled(Node node, int classes)
    {
        if (node.Function is not (Function.Add or Function.Divide or Function.Multiply or Function.Subtract) || node.Inputs.Count != 2)
            return null;
        var (tensor, constant) = expressions.WithConstant(node) is var (of, uniform) ? (of, (double?)uniform)
            : node.Inputs.FirstOrDefault(graph.Constants.ContainsKey) is { } several
                ? (node.Inputs.First(input => input != several), null) : ("", null);
        if (tensor.Length == 0 || read(tensor, classes) is not { } end)
            return null;
        return (node.Function, constant) switch
        {
            (Function.Multiply, { } factor) => end.Times(factor, node.Outputs[0]),
            (Function.Divide, { } divisor) when node.Inputs[0] == tensor => end.Times(1 / divisor, node.Outputs[0]),
            (Function.Add or Function.Subtract, { } shift) when node.Inputs[0] == tensor || node.Function == Function.Add =>
                Math.Abs(shift) <= Negligible && !end.IsLog ? end : Number(end, "shifted"),
            _ => Number(end, "rescaled"),
        };
    }

    /// <summary>Sums and means of several.</summary>
    public ScoreEnd? Sum(Node node, int classes) => node.Function is Function.Add or Function.Mean or Function.Sum
        ? Total([.. node.Inputs], classes, node.Outputs[0], node.Function == Function.Mean) : null;

    /// <summary>Sums and means over an axis along which several were joined.</summary>
    public ScoreEnd? SumOverMembers(Node node, int classes)
    {
        if (node.Function is not (Function.MeanOver or Function.SumOver))
            return null;
        var joined = node.Inputs[0];
        while (expressions.MakerOf(joined) is { } maker && Movers.Moves(maker) && maker.Inputs.Count > 0)
            joined = maker.Inputs[0];
        return expressions.MakerOf(joined) is { } concat && concat.Is(Trait.Concatenates) && concat.Inputs.All(input => classesOf(input) == classes)
            ? Total(concat.Inputs, classes, node.Outputs[0], node.Function == Function.MeanOver) : null;
    }

    /// <summary>Products, and the largest or smallest of several.</summary>
    public ScoreEnd? Combination(Node node, int classes)
    {
        if (node.Function is not (Function.Larger or Function.Smaller or Function.Multiply) || Ends(node.Inputs, input => classesOf(input) ?? 0) is not { Count: > 1 } ends)
            return null;
        return ScoreEnd.Mixed($"the {node.Operator} of {Names(ends)}", node.Outputs[0], ends.All(end => end.AreIndependent));
    }

    /// <summary>Heads side by side: s and 1 − s are two classes of one number; others are classes for themselves.</summary>
    public ScoreEnd? Joined(Node node, int classes)
    {
        if (!node.Is(Trait.Concatenates) || Ends(node.Inputs, input => classesOf(input) ?? 0) is not { } ends
            || node.Inputs.Sum(input => classesOf(input)) != classes)
            return null;
        if (ends is [{ Tensor: { } tensor, Meaning: not ScoreMeaning.Softmax } first, var second] && classes == 2 && second.Tensor == tensor
            && second.Meaning == first.Meaning && (first.Form, second.Form) is (ScoreForm.Plain, ScoreForm.Negated) or (ScoreForm.Negated, ScoreForm.Plain)
            && first.Weight == second.Weight)
            return first with
            {
                Name = $"1 − s beside s, {first.Name},",
                Form = first.Form == ScoreForm.Negated ? ScoreForm.Pair : ScoreForm.ReversedPair,
                Shares = first.Shares is null ? null : node.Outputs[0],
                AreIndependent = false,
            };
        return ScoreEnd.Mixed($"{Names(ends)} side by side", node.Outputs[0], true);
    }

    /// <summary>Some of the classes: what is left says nothing of the others' scores.</summary>
    public ScoreEnd? Chosen(Node node, int classes) =>
        node.Is(Trait.Gathers | Trait.Slices | Trait.Splits) && classesOf(node.Inputs[0]) is { } all && all > classes
            && Ends([node.Inputs[0]], _ => all) is [var end]
            ? ScoreEnd.Mixed($"a part of {Names([end])}", node.Outputs[0], end.AreIndependent) with { Weight = end.Weight } : null;

    private ScoreEnd? Total(IReadOnlyList<string> inputs, int classes, string output, bool isMean)
    {
        if (Ends(inputs, _ => classes) is not { } ends)
            return null;
        var weight = ends.Sum(end => end.Weight) / (isMean ? ends.Count : 1);
        if (ends[0].Tensor is not null && ends.All(end => end.Tensor == ends[0].Tensor && end.Meaning == ends[0].Meaning && end.Form == ends[0].Form))
            return ends[0].Times(weight / ends[0].Weight, output);
        return ScoreEnd.Mixed($"the {(isMean || Math.Abs(weight - 1) < Negligible ? "mean" : "sum")} of {Names(ends)}", output,
            ends.All(end => end.AreIndependent)) with
        { Weight = weight };
    }

    /// <summary>How each of several is made; null where one is no shares, or their logarithm.</summary>
    private List<ScoreEnd>? Ends(IReadOnlyList<string> inputs, Func<string, int> classes)
    {
        var ends = inputs.Select(input => read(input, classes(input))).ToList();
        return ends.Count > 0 && ends.All(end => end is { IsLog: false, Meaning: not ScoreMeaning.Linear }) ? ends.OfType<ScoreEnd>().ToList() : null;
    }

    private static ScoreEnd Number(ScoreEnd end, string how) =>
        end.Meaning == ScoreMeaning.Linear ? end : ScoreEnd.Number($"{end.Name}, {how}");

    private static string Names(IReadOnlyList<ScoreEnd> ends) => string.Join(" and ", ends.Select(end => end.Name).Distinct());
}
