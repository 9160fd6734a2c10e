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
    public static ImageNetwork Of(ModelManifest manifest, GraphStore graphs)
    {
        var graph = graphs.Get(manifest.GraphPath);
        var encoder = manifest.EncoderPath is { } path ? graphs.Get(path) : null;
        var first = (encoder ?? graph).Graph;
        var image = manifest.Input.Tensor ?? FreeInputs(first, encoder is null ? manifest.Bind : null).FirstOrDefault()
            ?? throw manifest.Problem("input.tensor: the graph has no free input for the image");
        var input = first.Inputs.FirstOrDefault(input => input.Name == image)
            ?? throw manifest.Problem($"input.tensor: the graph has no input '{image}'; it has {Quote(first.Inputs.Select(i => i.Name))}");
        if (manifest.Bind.Keys.FirstOrDefault(name => graph.Graph.Inputs.All(i => i.Name != name)) is { } unknown)
            throw manifest.Problem($"bind: the graph has no input '{unknown}'; it has {Quote(graph.Graph.Inputs.Select(i => i.Name))}");
        var isLast = manifest.Input.Layout is { } layout ? layout == TensorLayout.Nhwc : ImageInput.IsLast(first, input);
        var network = new ImageNetwork(graph, encoder, new Wiring(
            image, manifest.Output ?? FirstEnd(graph.Graph), manifest.Encoder?.Output, Bound(FeedSource.Encoder),
            Bound(FeedSource.Caption, FeedSource.Question), isLast ? TensorLayout.Nhwc : TensorLayout.Nchw, TypeOf(input),
            manifest.SpecialTokens?.Padding ?? 0)
        {
            HasBatchAxis = input.Shape is not { Count: 3 },
            FixedBatch = input.Shape is [> 1 and <= MostRows and { } rows, _, _, _] ? (int)rows : null,
        });
        if (network.Wiring.FixedBatch is not null && encoder is not null)
            throw manifest.Problem($"encoder: it fixes a batch of {network.Wiring.FixedBatch} images; export it with a batch of 1 or an open one");
        CheckTensors(manifest, network);
        return network;

        string? Bound(params FeedSource[] sources) =>
            manifest.Bind.Where(entry => sources.Contains(entry.Value)).Select(entry => entry.Key).FirstOrDefault();
    }

    private static string FirstEnd(Graph graph) =>
        ScoreSearch.EndsOf(graph) is [var first, ..] ? first : throw new OnnxException(graph.Refusal ?? "the graph computes nothing of its inputs");

    /// <summary>Whether the file takes one image at a time.</summary>
    public static bool TakesOneImage(ImageNetwork network) => !network.Wiring.HasBatchAxis
        || (network.Encoder ?? network.Graph).Graph.Inputs.First(input => input.Name == network.Wiring.Image).Shape is [1, ..];

    // Bytes enter as the real numbers that they are: no gradient passes through integers.
    private static ScalarType? TypeOf(GraphInput input) =>
        input.Type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float64 ? input.Type : null;

    private static IEnumerable<string> FreeInputs(Graph graph, IReadOnlyDictionary<string, FeedSource>? bound) =>
        graph.Inputs.Select(input => input.Name).Where(name => bound?.ContainsKey(name) != true);

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
