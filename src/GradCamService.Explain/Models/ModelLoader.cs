using GradCamService.Explain.Captions;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Targets;
using GradCamService.Onnx;
using GradCamService.Onnx.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace GradCamService.Explain.Models;

/// <summary>A manifest → a model that has run once: wiring, names, layers' shapes, warm kernels.</summary>
internal sealed class ModelLoader(GraphStore graphs)
{
    private readonly Dictionary<string, ConceptCatalog> _catalogs = [];

    /// <exception cref="ManifestException">The manifest does not fit the files.</exception>
    /// <exception cref="OnnxException">A graph cannot be run.</exception>
    public LoadedModel Load(ModelManifest manifest)
    {
        FileHashes.Verify(manifest.Folder, manifest.Sha256);
        var network = Wire(manifest);
        var probe = Probe(manifest, network);
        var layers = manifest.Layers
            .Select((layer, i) => new TargetLayer(layer, probe.LayerShapes[i], layer == manifest.TargetLayer))
            .ToList();
        var vocabulary = manifest.Vocabulary is null ? null : Vocabulary.Read(manifest.PathOf(manifest.Vocabulary), manifest.SpecialTokens ?? new SpecialTokens());
        var model = new LoadedModel
        {
            Manifest = manifest,
            Network = network,
            Concepts = ConceptsOf(manifest, vocabulary, (int)probe.OutputShape[^1]),
            Vocabulary = vocabulary,
            Captions = manifest.Task == ModelTask.Captioning ? Captions(manifest, network) : null,
            Layers = layers,
            Sha256 = NetworkHash.Of(manifest),
            MaxBatch = FixesBatch(network) ? 1 : int.MaxValue,
        };
        WarmUp(model);
        return model;
    }

    private ImageNetwork Wire(ModelManifest manifest)
    {
        var graph = graphs.Get(manifest.GraphPath);
        var encoder = manifest.EncoderPath is { } path ? graphs.Get(path) : null;
        var first = (encoder ?? graph).Graph;
        var image = manifest.Input.Tensor ?? FreeInputs(first, encoder is null ? manifest.Bind : null).FirstOrDefault()
            ?? throw Problem(manifest, "input.tensor: the graph has no free input for the image");
        var input = first.Inputs.FirstOrDefault(input => input.Name == image)
            ?? throw Problem(manifest, $"input.tensor: the graph has no input '{image}'; it has {Quote(first.Inputs.Select(i => i.Name))}");
        var output = manifest.Output ?? graph.Graph.Outputs[0];
        string? Bound(params FeedSource[] sources) =>
            manifest.Bind.Where(entry => sources.Contains(entry.Value)).Select(entry => entry.Key).FirstOrDefault();
        if (manifest.Bind.Keys.FirstOrDefault(name => graph.Graph.Inputs.All(i => i.Name != name)) is { } unknown)
            throw Problem(manifest, $"bind: the graph has no input '{unknown}'; it has {Quote(graph.Graph.Inputs.Select(i => i.Name))}");
        return new ImageNetwork(graph, encoder, new Wiring(
            image, output, manifest.Encoder?.Output, Bound(FeedSource.Encoder), Bound(FeedSource.Caption, FeedSource.Question),
            manifest.Input.Layout ?? LayoutOf(input), manifest.SpecialTokens?.Padding ?? 0));
    }

    /// <summary>Channels are 1, 3 or a few frames; heights and widths are more. Where the shape does not tell, PyTorch's order.</summary>
    private static TensorLayout LayoutOf(GraphInput input) =>
        input.Shape is [_, var second, _, <= 4 and { } last] && (second is null || second > last) ? TensorLayout.Nhwc : TensorLayout.Nchw;

    private static IEnumerable<string> FreeInputs(Graph graph, IReadOnlyDictionary<string, FeedSource>? bound) =>
        graph.Inputs.Select(input => input.Name).Where(name => bound?.ContainsKey(name) != true);

    private static bool FixesBatch(ImageNetwork network) =>
        (network.Encoder ?? network.Graph).Graph.Inputs.First(input => input.Name == network.Wiring.Image).Shape is [{ } batch, ..] && batch == 1;

    /// <summary>Runs the network on a grey image and reads the shapes that the file may leave open.</summary>
    private static (IReadOnlyList<IReadOnlyList<long>> LayerShapes, long[] OutputShape) Probe(ModelManifest manifest, ImageNetwork network)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var images = zeros([1, .. LoadedModel.ShapeOf(manifest.Input)], device: network.Device);
        var text = network.Wiring.Text is null ? null : zeros([1, 1], ScalarType.Int64, network.Device);
        var shapes = new List<IReadOnlyList<long>>();
        long[] output = [];
        foreach (var layer in manifest.Layers.DefaultIfEmpty(null))
        {
            var (features, early) = network.Encode(images, layer, GraphRun.Plain);
            var (logits, late) = network.Decode(features, text, layer, GraphRun.Plain);
            output = logits.shape;
            if ((early ?? late) is { } activations)
                shapes.Add(activations.shape[1..]);
        }
        return (shapes, output);
    }

    private static CaptionDecoder Captions(ModelManifest manifest, ImageNetwork network)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var (features, _) = network.Encode(zeros([1, .. LoadedModel.ShapeOf(manifest.Input)], device: network.Device), null, GraphRun.Plain);
        return CaptionDecoder.Prepare(network, CaptionRules.Of(manifest), features);
    }

    private ConceptCatalog ConceptsOf(ModelManifest manifest, Vocabulary? vocabulary, int outputs)
    {
        if (manifest.Task == ModelTask.Captioning)
            return Fitting(manifest, "vocabulary", ConceptCatalog.OfLabels(Enumerable.Range(0, vocabulary!.Count).Select(vocabulary.WordAt)), outputs);
        if ((manifest.Concepts ?? manifest.Answers) is not { } file)
            return manifest.Actions.Count > 0
                ? Fitting(manifest, "actions", ConceptCatalog.OfLabels(manifest.Actions), outputs)
                : ConceptCatalog.OfCount(outputs);
        var path = manifest.PathOf(file);
        if (!_catalogs.TryGetValue(path, out var catalog))
            _catalogs[path] = catalog = ConceptCatalog.Read(path);
        return Fitting(manifest, manifest.Concepts is null ? "answers" : "concepts", catalog, outputs);
    }

    private static ConceptCatalog Fitting(ModelManifest manifest, string field, ConceptCatalog catalog, int outputs) =>
        catalog.Classes.Count == outputs
            ? catalog
            : throw Problem(manifest, $"{field}: there are {catalog.Classes.Count}, and the network has {outputs} outputs");

    /// <summary>The first passes of a network are slow: kernels are chosen and memory is taken. Users should not wait for that.</summary>
    private static void WarmUp(LoadedModel model)
    {
        var image = new float[model.InputShape.Aggregate(1L, (product, size) => product * size)];
        var item = model.Manifest.Task switch
        {
            ModelTask.Captioning => new ExplainerItem(image, new SentenceAndWords()),
            ModelTask.Vqa => new ExplainerItem(image, new BestPredictions(1, null), Text: [model.Vocabulary!.Special.Unknown ?? 0]),
            _ => new ExplainerItem(image, new BestPredictions(1, null)),
        };
        model.Explain([item], model.DefaultLayer.Name, new Passes(true, true));
    }

    private static string Quote(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));

    private static ManifestException Problem(ModelManifest manifest, string problem) =>
        new(Path.Combine(manifest.Folder, ModelManifest.FileName), [problem]);
}
