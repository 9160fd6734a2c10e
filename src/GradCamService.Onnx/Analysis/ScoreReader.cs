namespace GradCamService.Onnx.Analysis;

/// <summary>
/// Reads the end of a graph backwards, from shares to the tensor that was squashed into them: operators, the same written out as arithmetic,
/// and what ensembles make of several.
/// </summary>
internal sealed class ScoreReader
{
    // Deeper than any ensemble, so that a file cannot exhaust the stack.
    private const int MostSteps = 64;

    private readonly Graph _graph;
    private readonly GraphTrace _trace;
    private readonly long? _batch;
    private readonly Expressions _expressions;
    private readonly IReadOnlyList<Func<Node, int, ScoreEnd?>> _rules;
    private readonly Dictionary<(string, int), ScoreEnd?> _read = [];
    private int _depth;

    /// <param name="graph">The graph.</param>
    /// <param name="trace">A run of it.</param>
    /// <param name="batch">Images of that run; null where the input has no batch axis.</param>
    public ScoreReader(Graph graph, GraphTrace trace, long? batch)
    {
        (_graph, _trace, _batch, _expressions) = (graph, trace, batch, new Expressions(graph));
        var squashings = new Squashings(_expressions, trace);
        var mixtures = new ShareMixtures(_expressions, graph, ReadEach, ClassesOf);
        _rules =
        [
            squashings.Operator, squashings.SoftmaxOfExponents, squashings.LogSoftmax, squashings.SigmoidOfExponents, squashings.LogSigmoid,
            squashings.Halved, Logarithm, Exponential, mixtures.Complement, mixtures.Scaled, mixtures.Sum, mixtures.SumOverMembers,
            mixtures.Combination, mixtures.Joined, mixtures.Chosen, Clipped,
        ];
    }

    /// <returns>Null where nothing squashes: the tensor's numbers are scores themselves, or something else.</returns>
    public ScoreEnd? Read(string tensor) => ClassesOf(tensor) is { } classes ? Read(tensor, classes) : null;

    public int? ClassesOf(string tensor) =>
        _trace.Tensors.TryGetValue(tensor, out var traced) ? OutputShape.ClassesOf(traced.Shape, _batch) : null;

    private ScoreEnd? ReadEach(string tensor, int classes) => ClassesOf(tensor) == classes ? Read(tensor, classes) : null;

    private ScoreEnd? Read(string tensor, int classes)
    {
        if (_read.TryGetValue((tensor, classes), out var known))
            return known;
        if (_depth >= MostSteps)
            return null;
        _depth++;
        var end = Find(tensor, classes);
        _depth--;
        return _read[(tensor, classes)] = end;
    }

    private ScoreEnd? Find(string tensor, int classes)
    {
        for (var name = tensor; ClassesOf(name) == classes && _graph.Makers.TryGetValue(name, out var maker); name = maker.Inputs[0])
        {
            if (_rules.Select(rule => rule(maker, classes)).FirstOrDefault(end => end is not null) is { } found)
                return found;
            if (!PassesOn(maker) || maker.Inputs.Count == 0)
                return null;
        }
        return null;
    }

    /// <summary>What leaves shares what they are, or decides by them.</summary>
    private static bool PassesOn(Node node) => node.Is(Trait.Moves | Trait.Quantizes) || node.Function == Function.Round;

    private ScoreEnd? Logarithm(Node node, int classes) =>
        node.Function == Function.Logarithm && ReadEach(node.Inputs[0], classes) is { IsLog: false } end ? end with { Name = $"{end.Name} and its Log", IsLog = true } : null;

    private ScoreEnd? Exponential(Node node, int classes) =>
        node.Function == Function.Exponential && ReadEach(node.Inputs[0], classes) is { IsLog: true } end ? end with { IsLog = false } : null;

    /// <summary>Of shares, Clip only takes off what rounding left; of other numbers, limits of 0 and 1, or of 0 and what is 1 later, make them shares.</summary>
    private ScoreEnd? Clipped(Node node, int classes)
    {
        if (node.Function != Function.Clip)
            return null;
        if (ReadEach(node.Inputs[0], classes) is { } end)
            return end;
        return Limit(node, 1, "min") is 0 && Limit(node, 2, "max") is { } most and > 0
            ? ScoreEnd.Other(FormattableString.Invariant($"the Clip from 0 to {most}"), node.Inputs[0], node.Outputs[0]) with { Weight = most } : null;
    }

    private double? Limit(Node node, int input, string attribute) =>
        node.Inputs.Count > input && node.Inputs[input].Length > 0 ? _expressions.Uniform(node.Inputs[input])
            : node.Attributes.Has(attribute) ? node.Attributes.Float(attribute, 0) : null;
}
