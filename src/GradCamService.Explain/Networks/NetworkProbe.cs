using GradCamService.Explain.Manifests;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Explain.Networks;

/// <summary>
/// One run of a network at load, which tells what files leave open: the shapes of all tensors, how layers lie on the image, whether
/// images may share a batch. A network that cannot be run is found here, and not by its first user.
/// </summary>
internal sealed class NetworkProbe
{
    // Sums in another order, as kernels choose them for a batch of another size.
    private const double SameScores = 1e-3;

    private readonly ImageNetwork _network;
    private readonly Dictionary<string, Tensor> _feeds;
    private readonly GraphTrace _last;

    private NetworkProbe(ImageNetwork network, Dictionary<string, Tensor> feeds, GraphTrace trace, GraphTrace? head)
    {
        (_network, _feeds, Trace, _last) = (network, feeds, trace, head ?? trace);
        Shapes = trace.Tensors.Concat(head?.Tensors ?? new Dictionary<string, TracedTensor>()).GroupBy(pair => pair.Key)
            .ToDictionary(same => same.Key, same => same.First().Value.Shape);
        ActivationBytes = Shapes.Values.Sum(shape => shape.Aggregate((long)sizeof(float), (product, length) => product * length));
    }

    /// <summary>A run of the graph that sees the image.</summary>
    public GraphTrace Trace { get; }

    /// <summary>
    /// All tensors of the network, batch axis included. Of a name that both graphs have, the encoder's tensor, as for layers.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> Shapes { get; }

    /// <summary>Bytes of all tensors of one image's run.</summary>
    public long ActivationBytes { get; }

    /// <summary>The shape of an output, which is always the last graph's.</summary>
    public IReadOnlyList<long> OutputShape(string output) =>
        _last.Tensors.TryGetValue(output, out var traced) ? traced.Shape : throw new OnnxException($"the output '{output}' is a constant");

    /// <summary>The sizes of one image's share of each real tensor of the last graph that has a row for each image, by name.</summary>
    /// <param name="hasBatchAxis">Whether the network's image input has an axis of images.</param>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> RowShapes(bool hasBatchAxis)
    {
        var rows = _last == Trace ? _feeds[_network.Wiring.Image].shape[0] : 1;
        return _last.Tensors
            .Where(pair => pair.Value.Shape.Count > 0
                && pair.Value.Type is ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float64
                && (!hasBatchAxis || pair.Value.Shape[0] == rows))
            .ToDictionary(pair => pair.Key, pair => (IReadOnlyList<long>)[.. pair.Value.Shape.Skip(hasBatchAxis ? 1 : 0)]);
    }

    /// <summary>Feeds of the graph that sees the image.</summary>
    public IReadOnlyDictionary<string, Tensor> Feeds => _feeds;

    /// <summary>Runs a network on one image of a pattern. The tensors belong to the caller's dispose scope.</summary>
    /// <param name="network">The network, fed with a trial's values; its output need not be the right one yet.</param>
    /// <param name="imageShape">Channels, height, width.</param>
    /// <param name="output">The tensor of the last graph that must be reached; null: all of its outputs.</param>
    /// <param name="layers">Tensors of either graph that must be reached.</param>
    /// <exception cref="OnnxException">It cannot be run on such an image.</exception>
    public static NetworkProbe Run(ImageNetwork network, IReadOnlyList<long> imageShape, string? output, IReadOnlyList<string> layers)
    {
        var ends = ScoreSearch.EndsOf(network.Graph.Graph);
        if (output is null)
            return Run(network, imageShape, ends, layers);
        if (network.Encoder is null && network.Wiring.Text is null)
            try
            {
                // What the graph makes of its scores tells what they mean.
                return Run(network, imageShape, [output, .. ends.Where(end => end != output)], layers);
            }
            catch (Exception exception) when (exception is OnnxException or EngineException)
            {
                // Another output cannot be computed, and need not be.
            }
        return Run(network, imageShape, [output], layers);
    }

    private static NetworkProbe Run(
        ImageNetwork network, IReadOnlyList<long> imageShape, IReadOnlyList<string> outputs, IReadOnlyList<string> layers)
    {
        var text = network.Wiring.Text is null ? null : TokenIds.Of([0], 1);
        var feeds = new Dictionary<string, Tensor> { [network.Wiring.Image] = network.ToInput(Pattern(imageShape, 1, network.Device)) };
        if (network.Encoder is null)
        {
            AddText(feeds);
            network.AddFurther(feeds, network.Graph.Graph, feeds[network.Wiring.Image]);
            return new NetworkProbe(network, feeds, GraphTrace.Of(network.Graph, feeds, [.. outputs.Union(layers)]), null);
        }
        var early = layers.Where(network.IsInEncoder).Append(network.Wiring.EncoderOutput!).Distinct().ToList();
        network.AddFurther(feeds, network.Encoder.Graph, feeds[network.Wiring.Image]);
        var trace = GraphTrace.Of(network.Encoder, feeds, early);
        var features = trace.Tensors[network.Wiring.EncoderOutput!];
        var head = new Dictionary<string, Tensor> { [network.FeaturesInput] = zeros([.. features.Shape], features.Type, network.Device) };
        AddText(head);
        network.AddFurther(head, network.Graph.Graph, head[network.FeaturesInput]);
        var late = outputs.Union(layers.Where(layer => !network.IsInEncoder(layer))).ToList();
        return new NetworkProbe(network, feeds, trace, GraphTrace.Of(network.Graph, head, late));

        void AddText(Dictionary<string, Tensor> feeds)
        {
            if (text is not null)
                feeds[network.Wiring.Text!] = text;
        }
    }

    /// <summary>How the image goes through the graph that sees it, to the scores or to the encoder's output.</summary>
    public GraphAnalysis Analyze(string scores) => new(
        _network.Encoder ?? _network.Graph, Trace, _network.Wiring.Image, _network.Wiring.Layout == TensorLayout.Nhwc,
        _network.Wiring.EncoderOutput ?? scores);

    /// <summary>
    /// Why images may not share a batch; null where they may: each gets the scores that it gets alone. Files that fix a batch of 1 in a reshape
    /// do not, and some do not say so.
    /// </summary>
    public static string? WhyOneByOne(ImageNetwork network, IReadOnlyList<long> imageShape)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        try
        {
            var images = Pattern(imageShape, 2, network.Device);
            var together = Scores(images);
            var alone = cat([Scores(images[..1]), Scores(images[1..])], 0);
            return together.shape.SequenceEqual(alone.shape)
                && (together - alone).abs().max().item<double>() <= SameScores * Math.Max(alone.abs().max().item<double>(), 1)
                ? null : "in a batch of two, images get other scores than each gets alone";
        }
        catch (Exception exception) when (exception is OnnxException or EngineException)
        {
            return $"it does not run on a batch of two: {exception.Message}";
        }

        Tensor Scores(Tensor images) => network.Run(images, null, [], GraphRun.Plain).Logits.to(ScalarType.Float64).cpu();
    }

    /// <summary>
    /// Refuses a machine on which the routines of libtorch compute something else with several threads than with one: a confident wrong answer is worse
    /// than none. Seen with oneDNN's AVX-512 routines on a processor younger than they are.
    /// </summary>
    /// <exception cref="OnnxException">It is such a machine.</exception>
    public static void CheckThreads(ImageNetwork network, IReadOnlyList<long> imageShape)
    {
        var threads = get_num_threads();
        if (network.Device.type != TorchSharp.DeviceType.CPU || threads == 1)
            return;
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var image = Pattern(imageShape, 1, network.Device);
        var together = Scores();
        set_num_threads(1);
        try
        {
            var alone = Scores();
            var (difference, largest) = ((together - alone).abs().max().item<double>(), alone.abs().max().item<double>());
            if (difference > SameScores * Math.Max(largest, 1))
                throw new OnnxException(FormattableString.Invariant(
                    $"this machine computes its scores wrongly: on {threads} threads they are up to {difference:0.###} from those on one. ")
                    + "Set ONEDNN_MAX_CPU_ISA=AVX2 in the environment, or Device__Threads=1.");
        }
        finally
        {
            set_num_threads(threads);
        }

        Tensor Scores() => network.Run(image, null, [], GraphRun.Plain).Logits.to(ScalarType.Float64).cpu();
    }

    /// <summary>
    /// Images <c>[N, C, H, W]</c> of values from −1 to 1, each another: a network of tokens has no gradient on a grey one.
    /// </summary>
    private static Tensor Pattern(IReadOnlyList<long> shape, int count, Device device)
    {
        var size = count * shape.Aggregate(1L, (product, length) => product * length);
        return Numbers.Below(size, ScalarType.Float32).Times(12.9898).sin().reshape([count, .. shape]).to(device);
    }
}
