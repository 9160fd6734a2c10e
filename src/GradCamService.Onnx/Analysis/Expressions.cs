using static TorchSharp.torch;

namespace GradCamService.Onnx.Analysis;

/// <summary>Arithmetic that a graph writes out, read as the expression that it is.</summary>
internal sealed class Expressions(Graph graph)
{
    // e, as files round it.
    private const double SameBase = 1e-4;

    public Node? MakerOf(string tensor) => graph.Makers.GetValueOrDefault(tensor);

    /// <summary>The value of a constant whose elements are all the same; null for other tensors.</summary>
    public double? Uniform(string tensor)
    {
        if (!graph.Constants.TryGetValue(tensor, out var constant) || constant.numel() == 0 || !constant.is_floating_point() && !constant.is_integral())
            return null;
        using var scope = NewDisposeScope();
        var first = constant.flatten()[0].to(ScalarType.Float64).item<double>();
        return constant.numel() == 1 || constant.eq(constant.flatten()[0]).all().item<bool>() ? first : null;
    }

    public bool Is(string tensor, double value) => Uniform(tensor) is { } number && Math.Abs(number - value) < SameBase;

    /// <summary>What is combined with a constant of one value, in either order.</summary>
    public (string Tensor, double Constant)? WithConstant(Node node) => node.Inputs is not [var a, var b] ? null
        : Uniform(b) is { } second ? (a, second)
        : Uniform(a) is { } first ? (b, first) : null;

    /// <summary>x of −x, as Neg, a product with −1, or 0 − x.</summary>
    public string? Negated(string tensor) => MakerOf(tensor) is not { } node ? null : node.Function switch
    {
        Function.Negate => node.Inputs[0],
        Function.Multiply => WithConstant(node) is ({ } of, -1) ? of : null,
        Function.Divide => Is(node.Inputs[1], -1) ? node.Inputs[0] : null,
        Function.Subtract => Is(node.Inputs[0], 0) ? node.Inputs[1] : null,
        _ => null,
    };

    /// <summary>x of e^x.</summary>
    public string? Exponent(string tensor) => MakerOf(tensor) is not { } node ? null
        : node.Function == Function.Exponential ? node.Inputs[0]
        : node.Function == Function.Power && Is(node.Inputs[0], Math.E) ? node.Inputs[1] : null;

    /// <summary>Both sides of a division, also as a product with a reciprocal; an empty numerator is 1.</summary>
    public (string Numerator, string Denominator)? Quotient(Node node)
    {
        switch (node.Function)
        {
            case Function.Divide:
                return (Is(node.Inputs[0], 1) ? "" : node.Inputs[0], node.Inputs[1]);
            case Function.Reciprocal:
                return ("", node.Inputs[0]);
            case Function.Power:
                return Is(node.Inputs[1], -1) ? ("", node.Inputs[0]) : null;
            case Function.Multiply:
                foreach (var (factor, other) in new[] { (node.Inputs[1], node.Inputs[0]), (node.Inputs[0], node.Inputs[1]) })
                    if (MakerOf(factor) is { } inverse && inverse.Function != Function.Multiply && Quotient(inverse) is ("", { } denominator))
                        return (other, denominator);
                return null;
            default:
                return null;
        }
    }

    /// <summary>x of 1 − x, also as −x + 1.</summary>
    public string? Complement(Node node) => node.Function switch
    {
        Function.Subtract => Is(node.Inputs[0], 1) ? node.Inputs[1] : null,
        Function.Add => WithConstant(node) is ({ } negative, 1) ? Negated(negative) : null,
        _ => null,
    };
}
