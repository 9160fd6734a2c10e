using GradCamService.Explain.Manifests;
using GradCamService.Explain.Naming;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Explain.Networks;

/// <summary>Connects a manifest's graphs: which tensor the image enters, which feed the second graph, where the scores leave.</summary>
internal static class NetworkWiring
{
    // All rows are computed, however few of them are images.
    private const long MostRows = 1024;

    /// <exception cref="ManifestException">The manifest names tensors that are not there.</exception>
    /// <exception cref="OnnxException">A graph cannot be loaded.</exception>
    public static ImageNetwork Of(ModelManifest manifest, ModelGraphs graphs)
    {
        var graph = graphs.Get(manifest.GraphPath);
        var encoder = manifest.EncoderPath is { } path ? graphs.Get(path) : null;
        var first = (encoder ?? graph).Graph;
        CheckBound(manifest, graph.Graph, first);
        var input = ImageOf(manifest, first) ?? throw manifest.Problem(manifest.Input.Tensor is { } named
            ? $"input.tensor: the graph has no input '{named}'; it has {Quote(first.Inputs.Select(i => i.Name))}"
            : "input.tensor: the graph has no free input for the image");
        var isLast = manifest.Input.Layout is { } layout ? layout == TensorLayout.Nhwc : ImageInput.IsLast(first, input);
        var network = new ImageNetwork(graph, encoder, new Wiring(
            input.Name, manifest.Output ?? FirstEnd(graph.Graph), manifest.Encoder?.Output, Bound(FeedSource.Encoder),
            Bound(FeedSource.Caption, FeedSource.Question), isLast ? TensorLayout.Nhwc : TensorLayout.Nchw, TypeOf(input),
            manifest.SpecialTokens?.Padding ?? 0)
        {
            HasBatchAxis = input.Shape is not { Count: 3 },
            FixedBatch = input.Shape is [> 1 and <= MostRows and { } rows, _, _, _] ? (int)rows : null,
        });
        if (network.Wiring.FixedBatch is not null && encoder is not null)
            throw manifest.Problem($"encoder: it fixes a batch of {network.Wiring.FixedBatch} images; export it with a batch of 1 or an open one");
        CheckTensors(manifest, network);
        var batch = !network.Wiring.HasBatchAxis ? 0 : TakesOneImage(network) ? 1 : network.Wiring.FixedBatch;
        var further = new FurtherWiring(manifest, batch, encoder is null ? [graph.Graph] : [encoder.Graph, graph.Graph]).Inputs();
        network = network with { Wiring = network.Wiring with { Further = further } };
        CheckFed(manifest, network);
        if (manifest.Binds(FeedSource.Caption) && further.FirstOrDefault(own => graph.Graph.Inputs.Any(input => input.Name == own.Name)) is { } read)
            throw manifest.Problem($"bind: '{read.Name}' is read by the graph that writes captions, which sees features and caption alone; "
                + "the encoder may have such inputs");
        return network;

        string? Bound(params FeedSource[] sources) =>
            manifest.Bind.Where(entry => sources.Contains(entry.Value.From)).Select(entry => entry.Key).FirstOrDefault();
    }

    /// <summary>
    /// The input that the photo enters: the one that the manifest names, else the first that nothing else feeds, of four axes where there is one.
    /// Null where there is none.
    /// </summary>
    /// <param name="manifest">What is bound.</param>
    /// <param name="first">The graph that sees the photo.</param>
    public static GraphInput? ImageOf(ModelManifest manifest, Graph first)
    {
        if (manifest.Input.Tensor is { } named)
            return first.Inputs.FirstOrDefault(input => input.Name == named);
        // With an encoder, what feeds the second graph says nothing of inputs of the first.
        var free = first.Inputs.Where(input =>
            !manifest.Bind.TryGetValue(input.Name, out var bound) || (manifest.Encoder is not null && !bound.IsFurther));
        return free.FirstOrDefault(input => input.Shape is null or { Count: 4 }) ?? free.FirstOrDefault();
    }

    private static void CheckBound(ModelManifest manifest, Graph graph, Graph first)
    {
        foreach (var (name, binding) in manifest.Bind)
        {
            List<string> known = [.. graph.Inputs.Concat(binding.IsFurther ? first.Inputs : []).Select(input => input.Name).Distinct()];
            if (!known.Contains(name))
                throw manifest.Problem($"bind: the graph has no input '{name}'; it has {Quote(known)}"
                    + (Nearest.To(name, known, 1) is [var near] ? $"; did you mean '{near}'?" : ""));
        }
    }

    /// <summary>Inputs that nothing feeds though the scores are made of them; of others it does not matter.</summary>
    private static void CheckFed(ModelManifest manifest, ImageNetwork network)
    {
        var (wiring, graph) = (network.Wiring, network.Graph.Graph);
        IReadOnlyList<string> ends = manifest.Output is { } output ? [output] : ScoreSearch.EndsOf(graph);
        var unfed = network.Encoder is null ? Unfed(graph, ends, [wiring.Image, wiring.Text])
            : Unfed(network.Encoder.Graph, [wiring.EncoderOutput!], [wiring.Image]).Concat(Unfed(graph, ends, [wiring.Features, wiring.Text]));
        var problems = unfed.DistinctBy(input => input.Name).Select(input =>
            $"bind: the graph's input '{input.Name}' {ShapeText.OfInput(input.Shape)} is neither the image nor bound; say what feeds it: "
            + $"\"{input.Name}\": \"{(input.Shape is { Count: 4 } ? "picture" : "numbers")}\", or "
            + "{ \"from\": \"constant\", \"value\": […] }").ToList();
        if (problems.Count > 0)
            throw manifest.Problem([.. problems]);

        IEnumerable<GraphInput> Unfed(Graph graph, IReadOnlyList<string> ends, string?[] fed)
        {
            var needed = ends.ToHashSet();
            foreach (var node in graph.Nodes.Reverse().Where(node => node.Outputs.Any(needed.Contains)))
                needed.UnionWith(node.Inputs.Concat(node.Captured));
            return graph.Inputs.Where(input =>
                needed.Contains(input.Name) && !fed.Contains(input.Name) && wiring.Further.All(own => own.Name != input.Name));
        }
    }

    private static string FirstEnd(Graph graph) =>
        ScoreSearch.EndsOf(graph) is [var first, ..] ? first : throw new OnnxException(graph.Refusal ?? "the graph computes nothing of its inputs");

    /// <summary>Whether the file takes one image at a time.</summary>
    public static bool TakesOneImage(ImageNetwork network) => !network.Wiring.HasBatchAxis
        || (network.Encoder ?? network.Graph).Graph.Inputs.First(input => input.Name == network.Wiring.Image).Shape is [1, ..];

    // Bytes enter as the real numbers that they are: no gradient passes through integers.
    private static ScalarType? TypeOf(GraphInput input) =>
        input.Type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float64 ? input.Type : null;

    private static void CheckTensors(ModelManifest manifest, ImageNetwork network)
    {
        var ends = NamesOf(network.Graph.Graph);
        var starts = network.Encoder is null ? ends : NamesOf(network.Encoder.Graph);
        var problems = manifest.Layers.Where(layer => !ends.Contains(layer) && !starts.Contains(layer))
            .Select(layer => Missing("layers", layer, ends.Union(starts))).ToList();
        if (manifest.Output is { } output && !ends.Contains(output))
            problems.Add(Missing("output", output, ends));
        if (manifest.Encoder is { } encoder && !starts.Contains(encoder.Output))
            problems.Add(Missing("encoder.output", encoder.Output, starts));
        if (problems.Count > 0)
            throw manifest.Problem([.. problems]);
    }

    private static HashSet<string> NamesOf(Graph graph) =>
        [.. graph.Nodes.SelectMany(node => node.Outputs).Concat(graph.Inputs.Select(input => input.Name)).Concat(graph.Constants.Keys)];

    private static string Missing(string field, string name, IEnumerable<string> known) =>
        $"{field}: the network has no tensor '{name}'" + (Nearest.To(name, [.. known], 1) is [var near] ? $"; did you mean '{near}'?" : "");

    private static string Quote(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
