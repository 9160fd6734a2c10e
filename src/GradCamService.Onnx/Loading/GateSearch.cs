using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// Finds hard sigmoids that are written as arithmetic: <c>Clip(x + 3, 0, 6) / 6</c>, <c>Clip(x + 3, 0, 6) * (1/6)</c>,
/// <c>x * Clip(x + 3, 0, 6) / 6</c>, <c>Clip(0.2 x + 0.5, 0, 1)</c>, and the same with the clip split into Relu and Clip or Min. Two signs
/// give one away: the clip to [0, c] is scaled to [0, 1] by a constant, or it reads x + c/2 and is multiplied with something.
/// </summary>
internal sealed class GateSearch(IReadOnlyList<Node> nodes, IReadOnlyDictionary<string, Tensor> constants)
{
    // 1/6 is stored in float16 in some files: three decimal digits.
    private const double SameNumber = 2e-3;

    // A constant is often broadcast to the channels; nobody writes it out for a whole image.
    private const long MostRepetitions = 1 << 16;

    // Casts and quantization between the parts; files have one or two.
    private const int MostSteps = 8;

    private const Trait PassThrough = Trait.Moves | Trait.Quantizes;

    private readonly Dictionary<string, Node> _makers = nodes
        .SelectMany(node => node.Outputs.Where(name => name.Length > 0), (node, name) => (node, name))
        .ToDictionary(pair => pair.name, pair => pair.node);

    private readonly ILookup<string, Node> _readers = nodes
        .SelectMany(node => node.Inputs.Where(name => name.Length > 0).Distinct(), (node, name) => (node, name))
        .ToLookup(pair => pair.name, pair => pair.node);

    /// <summary>The bounds of a Clip, infinite where it has none; null for other nodes and for bounds that only the run knows.</summary>
    public (double Min, double Max)? BoundsOf(Node node)
    {
        if (node.Function != Function.Clip)
            return null;
        return node.Key.SinceVersion < 11
            ? (node.Attributes.Float("min") ?? double.NegativeInfinity, node.Attributes.Float("max") ?? double.PositiveInfinity)
            : Bound(node, 1, double.NegativeInfinity) is { } min && Bound(node, 2, double.PositiveInfinity) is { } max ? (min, max) : null;
    }

    /// <summary>Whether the node, which bounds its input to [0, top], is the gate of a hard sigmoid.</summary>
    public bool IsGate(Node node, double top)
    {
        var readers = ReadersOf(node.Outputs[0]);
        if (!double.IsFinite(top) || readers.Count == 0)
            return false;
        return readers.All(reader => Scales(reader, 1 / top))
            || (IsShifted(node.Inputs[0], top / 2) && (Same(top, 1) || readers.All(reader => reader.Function is Function.Multiply or Function.Divide)));
    }

    /// <summary>Whether a Relu is the lower half of a gate, whose upper half is a Clip or a Min that reads it.</summary>
    public bool IsLowerHalf(Node relu) =>
        relu.Function == Function.Rectifier && ReadersOf(relu.Outputs[0]) is { Count: > 0 } readers
        && readers.All(reader => UpperBoundOf(reader) is { } top && IsGate(reader, top));

    private double? UpperBoundOf(Node node) => node.Function == Function.Smaller
        ? node.Inputs.Select(Constant).FirstOrDefault(value => value is not null)
        : BoundsOf(node) is var (min, max) && min <= 0 ? max : null;

    /// <summary>Whether the node multiplies with this constant, or divides by its inverse.</summary>
    private bool Scales(Node node, double factor) => !Same(factor, 1)
        && ((node.Function == Function.Multiply && node.Inputs.Any(name => Constant(name) is { } value && Same(value, factor)))
            || (node.Function == Function.Divide && Constant(node.Inputs[1]) is { } divisor && Same(divisor, 1 / factor)));

    private bool IsShifted(string name, double shift)
    {
        for (var step = 0; step < MostSteps && _makers.TryGetValue(name, out var maker); step++)
        {
            if (maker.Function == Function.Add)
                return maker.Inputs.Any(input => Constant(input) is { } value && Same(value, shift));
            if (maker.Function == Function.Subtract)
                return Constant(maker.Inputs[1]) is { } value && Same(value, -shift);
            if (maker.Function is not (Function.Rectifier or Function.Larger) && !maker.Is(PassThrough))
                return false;
            name = maker.Inputs.FirstOrDefault(input => !constants.ContainsKey(input), "");
        }
        return false;
    }

    private List<Node> ReadersOf(string name, int step = 0) =>
        [.. _readers[name].SelectMany(node => step < MostSteps && node.Is(PassThrough) && node.Inputs[0] == name
            ? ReadersOf(node.Outputs[0], step + 1)
            : [node])];

    private double? Bound(Node node, int index, double absent) =>
        index >= node.Inputs.Count || node.Inputs[index].Length == 0 ? absent : Constant(node.Inputs[index]);

    /// <summary>The number that every element of a constant is; null for other constants and for what is computed.</summary>
    private double? Constant(string name)
    {
        if (!constants.TryGetValue(name, out var constant) || constant.numel() is 0 or > MostRepetitions || constant.is_complex())
            return null;
        var values = TensorValues.Doubles(constant);
        return Array.TrueForAll(values, value => value.Equals(values[0])) ? values[0] : null;
    }

    private static bool Same(double a, double b) => Math.Abs(a - b) <= SameNumber * Math.Max(Math.Abs(a), Math.Abs(b));
}
