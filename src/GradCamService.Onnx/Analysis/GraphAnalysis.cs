using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Analysis;

/// <summary>What a graph tells about its layers, when it is seen how an image goes through it to the scores.</summary>
public sealed class GraphAnalysis
{
    private readonly AxisTracking _axes;
    private readonly ReceptiveFields _fields;
    private readonly long? _batch;

    /// <param name="runner">The graph.</param>
    /// <param name="trace">A run with one image.</param>
    /// <param name="image">The image input: four axes, or three of a network that takes one image without a batch axis.</param>
    /// <param name="isChannelsLast">Whether its channels come last.</param>
    /// <param name="scores">The scores, or for an encoder the features.</param>
    public GraphAnalysis(GraphRunner runner, GraphTrace trace, string image, bool isChannelsLast, string scores)
    {
        Runner = runner;
        Trace = trace;
        Flow = new DataFlow(runner.Graph, trace, image, scores);
        InputShape = trace.ShapeOf(image);
        _batch = OutputShape.BatchOf(trace, image);
        _axes = new AxisTracking(Flow, trace, (isChannelsLast, _batch) switch
        {
            (true, null) => TensorAxes.Hwc,
            (true, _) => TensorAxes.Nhwc,
            (false, null) => TensorAxes.Chw,
            (false, _) => TensorAxes.Nchw,
        });
        _fields = new ReceptiveFields(Flow, trace, _axes);
    }

    public GraphRunner Runner { get; }

    public GraphTrace Trace { get; }

    internal DataFlow Flow { get; }

    private IReadOnlyList<long> InputShape { get; }

    /// <summary>How a tensor lies on the image; null where it has no positions, or where they lie is not known.</summary>
    public SpatialLayout? LayoutOf(string tensor)
    {
        LoadBudget.CheckTime();
        var shape = Trace.ShapeOf(tensor);
        if (!Trace.IsSignal(tensor) || shape.Count is not (3 or 4))
            return null;
        var (axes, hasBatch) = (_axes.Of(tensor), shape[0] == (_batch ?? 1));
        if (axes?.LayoutOf(shape) is { } known)
            return hasBatch || axes.IndexOf(AxisRole.Batch) < 0 ? known : null;
        // Attention's weights [1, T, T] are no tokens, and columns are no square.
        return hasBatch && shape.Count == 3 && shape[1] != shape[2] && !_axes.IsLine(tensor) ? SpatialLayout.OfSquare(shape) : null;
    }

    /// <summary>Stride and receptive field; null for a tensor that is not on the image's way to the scores.</summary>
    public ReceptiveField? FieldOf(string tensor)
    {
        LoadBudget.CheckTime();
        var side = InputShape.Skip(_batch is null ? 0 : 1).Max();
        var field = _fields.Of(tensor, side);
        if (field is null || _axes.Of(tensor)?.LayoutOf(Trace.ShapeOf(tensor)) is not null || LayoutOf(tensor) is not { } layout)
            return field;
        // Patches that a reshape cut out: how far apart they lie, their number tells.
        return field with { Stride = (int)Math.Round((double)side / Math.Max(layout.Height, layout.Width)) };
    }

    /// <summary>
    /// Whether the patches of a sequence of tokens have a say in the scores. Behind the last attention of a network that reads its class
    /// token, they have none: the gradient at them is zero.
    /// </summary>
    /// <param name="layers">Tensors that are sequences of tokens.</param>
    /// <param name="feeds">An image in the graph's layout with something on it, and what else the graph reads.</param>
    /// <returns>Those of the layers whose patches reach the scores.</returns>
    public IReadOnlySet<string> PatchesThatReachScores(IReadOnlyList<string> layers, IReadOnlyDictionary<string, Tensor> feeds)
    {
        if (layers.Count == 0)
            return new HashSet<string>();
        using var scope = NewDisposeScope();
        using var mode = set_grad_enabled(true);
        var all = new Dictionary<string, Tensor>(feeds) { [Flow.Image] = feeds[Flow.Image].detach().clone().requires_grad_() };
        var fetched = Runner.Run(all, [Flow.Scores, .. layers], new GraphRun());
        // Weights that differ, since the sum of all scores may be a constant.
        var scores = fetched[0].to(ScalarType.Float32);
        var weights = linspace(1, 2, scores.numel(), device: scores.device).reshape(scores.shape);
        var gradients = autograd.grad([(scores * weights).sum()], fetched[1..], allow_unused: true);
        return layers.Where((layer, i) => gradients[i] is { IsInvalid: false } gradient && Reaches(gradient, LayoutOf(layer))).ToHashSet();
    }

    private static bool Reaches(Tensor gradient, SpatialLayout? layout)
    {
        if (layout is null)
            return false;
        using var plain = no_grad();
        var patches = layout.Form == SpatialForm.Tokens ? gradient.narrow(1, layout.Skip, layout.Positions) : gradient;
        return patches.abs().max().to(ScalarType.Float64).item<double>() > 0;
    }
}
