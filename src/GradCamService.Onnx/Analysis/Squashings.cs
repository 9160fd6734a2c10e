namespace GradCamService.Onnx.Analysis;

/// <summary>Nodes that squash scores into shares, each a rule: an operator, or the last node of the same as arithmetic.</summary>
internal sealed class Squashings(Expressions expressions, GraphTrace trace)
{
    private const string WrittenOut = "written out";

    public ScoreEnd? Operator(Node node, int classes) => node.Function switch
    {
        Function.Softmax when IsAlongClasses(node, classes) => ScoreEnd.Softmax("the Softmax", node.Inputs[0]),
        Function.LogSoftmax when IsAlongClasses(node, classes) => ScoreEnd.Softmax("the LogSoftmax", node.Inputs[0]) with { IsLog = true },
        Function.Sigmoid => ScoreEnd.Sigmoid("the Sigmoid", node.Inputs[0]),
        Function.HardSigmoid => ScoreEnd.Other("the HardSigmoid", node.Inputs[0], node.Outputs[0]),
        Function.Softplus or Function.Softsign or Function.Tanh => ScoreEnd.Number($"the {node.Operator}"),
        _ => null,
    };

    /// <summary>e^x / Σ e^x, with or without the largest x subtracted first.</summary>
    public ScoreEnd? SoftmaxOfExponents(Node node, int classes) =>
        expressions.Quotient(node) is var (exponent, sum) && exponent.Length > 0
            && expressions.Exponent(exponent) is { } shifted
            && expressions.MakerOf(sum) is { Function: Function.SumOver or Function.AbsoluteSumOver } total && total.Inputs[0] == exponent
            ? ScoreEnd.Softmax($"the softmax, {WrittenOut},", Unshifted(shifted)) : null;

    /// <summary>x − log Σ e^x.</summary>
    public ScoreEnd? LogSoftmax(Node node, int classes)
    {
        if (node.Function != Function.Subtract || expressions.MakerOf(node.Inputs[1]) is not { } maker)
            return null;
        var isLogSum = maker.Function == Function.LogSumExpOver ? maker.Inputs[0] == node.Inputs[0]
            : maker.Function == Function.Logarithm && expressions.MakerOf(maker.Inputs[0]) is { Function: Function.SumOver or Function.AbsoluteSumOver } sum
                && expressions.Exponent(sum.Inputs[0]) == node.Inputs[0];
        return isLogSum ? ScoreEnd.Softmax($"the logarithm of the softmax, {WrittenOut},", Unshifted(node.Inputs[0])) with { IsLog = true } : null;
    }

    /// <summary>1 / (1 + e^−x), and e^x / (1 + e^x).</summary>
    public ScoreEnd? SigmoidOfExponents(Node node, int classes)
    {
        if (expressions.Quotient(node) is not var (numerator, denominator)
            || expressions.MakerOf(denominator) is not { Function: Function.Add or Function.Sum } sum || expressions.WithConstant(sum) is not ({ } power, 1)
            || expressions.Exponent(power) is not { } exponent)
            return null;
        if (numerator.Length > 0 && numerator != power)
            return expressions.Uniform(numerator) is { } factor ? Of(false).Times(factor, node.Outputs[0]) : null;
        return Of(numerator == power);

        ScoreEnd Of(bool isRising) => SigmoidOf(exponent, isRising, $"the sigmoid, {WrittenOut},");
    }

    /// <summary>−log(1 + e^x), the logarithm of the sigmoid of −x.</summary>
    public ScoreEnd? LogSigmoid(Node node, int classes) =>
        expressions.Negated(node.Outputs[0]) is { } positive && expressions.MakerOf(positive) is { Function: Function.Softplus } softplus
            ? SigmoidOf(softplus.Inputs[0], false, $"the logarithm of the sigmoid, {WrittenOut},") with { IsLog = true } : null;

    /// <summary>(1 + f(x)) / 2 of an odd f from −1 to 1: of tanh(x / 2) it is the sigmoid.</summary>
    public ScoreEnd? Halved(Node node, int classes)
    {
        if (Halves(node) is not { } function)
            return null;
        var read = function.Inputs[0];
        var half = expressions.MakerOf(read) is { } scaling && expressions.WithConstant(scaling) is var (whole, by)
            && (scaling.Function, by) is (Function.Multiply, 0.5) or (Function.Divide, 2) ? whole : null;
        return function.Function == Function.Tanh && half is not null ? ScoreEnd.Sigmoid($"the sigmoid, {WrittenOut},", half)
            : ScoreEnd.Other($"(1 + {function.Operator}) / 2", read, node.Outputs[0]);
    }

    private Node? Halves(Node node)
    {
        var f = (node.Function, expressions.WithConstant(node)) switch
        {
            (Function.Add, ({ } half, 0.5)) => Factor(half, 0.5),
            (Function.Multiply, ({ } whole, 0.5)) => PlusOne(whole),
            (Function.Divide, ({ } whole, 2)) => PlusOne(whole),
            _ => null,
        };
        return f is not null && expressions.MakerOf(f) is { Function: Function.Tanh or Function.Erf or Function.Softsign } function ? function : null;

        string? Factor(string product, double by) => expressions.MakerOf(product) is { Function: Function.Multiply or Function.Divide } maker
            && expressions.WithConstant(maker) is var (of, factor) && factor == (maker.Function == Function.Multiply ? by : 1 / by) ? of : null;

        string? PlusOne(string sum) => expressions.MakerOf(sum) is { Function: Function.Add } maker
            && expressions.WithConstant(maker) is var (of, constant) && constant == 1 ? of : null;
    }

    private ScoreEnd SigmoidOf(string exponent, bool isRising, string name)
    {
        var of = expressions.Negated(exponent);
        return ScoreEnd.Sigmoid(name, of ?? exponent) with { Form = of is null == isRising ? ScoreForm.Plain : ScoreForm.Negated };
    }

    /// <summary>x of x − max x, which has the same softmax.</summary>
    private string Unshifted(string shifted) =>
        expressions.MakerOf(shifted) is { Function: Function.Subtract } difference && expressions.MakerOf(difference.Inputs[1]) is { Function: Function.LargestOver } largest
            && largest.Inputs[0] == difference.Inputs[0] ? difference.Inputs[0] : shifted;

    /// <summary>Before version 13 all axes from the given one on count as one.</summary>
    private bool IsAlongClasses(Node node, int classes)
    {
        var shape = trace.ShapeOf(node.Inputs[0]);
        var isOld = node.Key.SinceVersion < 13;
        var axis = (int)node.Attributes.Int("axis", isOld ? 1 : -1);
        axis = axis < 0 ? axis + shape.Count : axis;
        return axis >= 0 && axis < shape.Count
            && (isOld ? shape.Skip(axis).Aggregate(1L, (product, size) => product * size) : shape[axis]) == classes;
    }
}
