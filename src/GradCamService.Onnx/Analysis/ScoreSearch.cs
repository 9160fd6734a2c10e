namespace GradCamService.Onnx.Analysis;

/// <summary>
/// Finds the scores of a graph that was not described, one number a class for each image before any softmax, and what they mean.
/// </summary>
public sealed class ScoreSearch
{
    // A sum of thousands of float32 shares.
    private const double SumOfShares = 1e-3;

    // Weights of an ensemble, as people round them.
    private const double WholeWeight = 1e-2;

    private readonly Graph _graph;
    private readonly GraphTrace _trace;
    private readonly string _image;
    private readonly long? _batch;
    private readonly ScoreReader _reader;
    private readonly FeatureEnds _features;

    private ScoreSearch(Graph graph, GraphTrace trace, string image)
    {
        (_graph, _trace, _image, _batch) = (graph, trace, image, OutputShape.BatchOf(trace, image));
        _reader = new ScoreReader(graph, trace, _batch);
        _features = new FeatureEnds(graph, trace);
    }

    private IReadOnlyList<string> Ends => EndsOf(_graph);

    /// <summary>Where scores are looked for.</summary>
    public static IReadOnlyList<string> EndsOf(Graph graph) => GraphEnds.Of(graph);

    /// <param name="graph">The graph.</param>
    /// <param name="trace">A run, usually with one image.</param>
    /// <param name="image">The image input.</param>
    /// <param name="labels">How many classes a list of labels has; null where there is none.</param>
    /// <exception cref="OnnxException">No output is <c>[N, classes]</c>; the message lists what there is.</exception>
    public static Scores Find(Graph graph, GraphTrace trace, string image, int? labels = null) =>
        new ScoreSearch(graph, trace, image).Best(labels);

    /// <summary>What the numbers of one tensor are.</summary>
    /// <param name="tensor">A tensor that the run met: scores, or the shares that are made of them.</param>
    /// <exception cref="OnnxException">It is not <c>[N, classes]</c>.</exception>
    public static Scores Of(Graph graph, GraphTrace trace, string image, string tensor, int? labels = null)
    {
        var search = new ScoreSearch(graph, trace, image);
        return search._reader.ClassesOf(tensor) is null
            ? throw new OnnxException(search.Refusal($"'{tensor}' has not the shape [N, classes] of a classifier's scores", [tensor]))
            : search.Scores(tensor, labels);
    }

    private Scores Best(int? labels)
    {
        var depths = DepthsOf(_graph, _image);
        // Auxiliary heads end earlier, and so do pooled features; a value beside a policy is one number.
        var found = Ends.Where(end => !IsOfRows(end)).Select(end => Rankings.Before(_graph, end, _reader.ClassesOf)).Distinct()
            .Where(end => _reader.ClassesOf(end) is not null && _trace.IsSignal(end) && depths.ContainsKey(end))
            .Select(end => Scores(end, labels)).ToList();
        return found.OrderByDescending(scores => scores.Classes == labels)
            .ThenBy(scores => !scores.IsToldByGraph && _features.Why(scores.Tensor, scores.Classes) is not null)
            .ThenByDescending(scores => scores.Classes > 1)
            .ThenByDescending(scores => depths[scores.Tensor])
            .ThenByDescending(scores => scores.IsToldByGraph)
            .FirstOrDefault() ?? throw new OnnxException(Refusal("no output has the shape [N, classes] of a classifier's scores", Ends));
    }

    private Scores Scores(string output, int? labels)
    {
        var classes = _reader.ClassesOf(output)!.Value;
        var end = _reader.Read(output);
        if (end is { Meaning: not ScoreMeaning.Linear } && Squashed(output, classes, end) is { } squashed)
            return squashed;
        if (classes > 1 && SumsToOne(output, classes))
            return new Scores(output, output, classes, ScoreMeaning.Probabilities, "the outputs are shares: their sum is 1")
            {
                Form = ScoreForm.Log,
                Shares = output,
                IsToldByGraph = true,
            };
        if (end is not null)
            return Plain(ScoreMeaning.Linear, $"plain numbers, as they come from {end.Name.TrimEnd(',')}", isTold: true);
        if (Behind(output) is { } known)
            return Plain(known.Meaning, $"{known.Name} reads them") with { AreIndependent = known.AreIndependent };
        if (classes == 1)
            return Plain(ScoreMeaning.Linear, "one plain number: nothing squashes it into a share");
        return labels != classes && _features.Why(output, classes) is { } why
            ? Plain(ScoreMeaning.Linear, $"features and not scores of classes ({why}): each is explained as a plain number")
            : Plain(ScoreMeaning.Softmax, "logits of classes, as is usual: no softmax ends the graph");

        Scores Plain(ScoreMeaning meaning, string why, bool isTold = false) =>
            new(output, output, classes, meaning, why) { IsToldByGraph = isTold };
    }

    /// <summary>Null where a sigmoid or its like was multiplied: that is a number on a scale of its own.</summary>
    private static Scores? Squashed(string output, int classes, ScoreEnd end)
    {
        var name = end.Name.TrimEnd(',');
        var isShare = Math.Abs(end.Weight - 1) < WholeWeight;
        if (!isShare && (end.AreIndependent || classes == 1))
            return null;
        return new Scores(end.Tensor ?? end.Shares!, output, classes, end.Meaning,
            end.Tensor is null ? $"{name}: the logarithm of each share is explained" : $"what {name} at the end reads")
        {
            Form = end.Tensor is null ? ScoreForm.Log : end.Form,
            Shares = end.Shares,
            Certain = end.Meaning == ScoreMeaning.Probabilities ? end.Weight : 1,
            AreIndependent = end.AreIndependent,
            IsToldByGraph = true,
        };
    }

    /// <summary>Of scores that were named: what the graph's own end does to them.</summary>
    private ScoreEnd? Behind(string tensor) => Ends.Select(end => Rankings.Before(_graph, end, _reader.ClassesOf)).Where(end => end != tensor)
        .Select(_reader.Read).FirstOrDefault(end => end is { Meaning: ScoreMeaning.Softmax or ScoreMeaning.Sigmoid }
            && end.Tensor == tensor);

    private bool SumsToOne(string tensor, int classes) => _trace.ValuesOf(tensor) is { } values && values.Take(classes).All(value => value >= 0)
        && Math.Abs(values.Take(classes).Sum(value => (double)value) - 1) < SumOfShares;

    /// <summary>One number each for rows that another output describes, as a detector's boxes.</summary>
    private bool IsOfRows(string end) => _reader.ClassesOf(end) is > 1 and var count
        && Ends.Any(other => other != end && _trace.ShapeOf(other) is [.., var rows, > 1] sizes && rows == count && (sizes.Count == 3 || rows != _batch));

    private string Refusal(string what, IReadOnlyList<string> tensors) => $"{what}; there are "
        + string.Join("; ", tensors.Select(tensor => $"'{tensor}' {OutputShape.Text(_trace.ShapeOf(tensor), _batch)}"))
        + OutputShape.InWords([.. tensors.Select(_trace.ShapeOf)], _batch)
        + (_graph.Refusal is { } refusal ? $"; {refusal}" : "");

    /// <summary>The most nodes on a way from the image.</summary>
    private static Dictionary<string, int> DepthsOf(Graph graph, string image)
    {
        var depths = new Dictionary<string, int> { [image] = 0 };
        foreach (var node in graph.Nodes)
        {
            var depth = node.Inputs.Concat(node.Captured).Max(input => depths.TryGetValue(input, out var found) ? found : (int?)null);
            if (depth is not null)
                foreach (var output in node.Outputs)
                    depths[output] = depth.Value + (Movers.Moves(node) ? 0 : 1);
        }
        return depths;
    }
}
