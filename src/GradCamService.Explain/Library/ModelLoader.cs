using GradCamService.Explain.Captions;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Texts;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Explain.Library;

/// <summary>A manifest → a model that has run: wiring, what the graph tells that the manifest does not, names, warm kernels.</summary>
internal sealed class ModelLoader(GraphStore graphs)
{
    private readonly Dictionary<string, ConceptCatalog> _catalogs = [];

    /// <summary>Loads an ONNX file that has no manifest.</summary>
    /// <exception cref="ManifestException">A file beside it does not fit.</exception>
    /// <exception cref="OnnxException">The graph cannot be run, or does not tell what a manifest would.</exception>
    public LoadedModel Load(BareModel bare) => Load(bare.ToManifest(graphs.Get(bare.RealPath).Graph));

    /// <exception cref="ManifestException">The manifest does not fit the files.</exception>
    /// <exception cref="OnnxException">A graph cannot be run.</exception>
    public LoadedModel Load(ModelManifest manifest)
    {
        FileHashes.Verify(manifest.Folder, manifest.Sha256);
        using var scope = NewDisposeScope();
        var network = NetworkWiring.Of(manifest, graphs);
        var shape = LoadedModel.ShapeOf(manifest.Input);
        var outputs = manifest.Output is null ? network.Graph.Graph.Outputs : [manifest.Output];
        var probe = NetworkProbe.Run(network, shape, outputs, manifest.Layers);
        manifest = ManifestCompletion.Complete(manifest, network, probe);
        network = network with { Wiring = network.Wiring with { Output = manifest.Output! } };
        var reading = new LayerReading(manifest, network, probe);
        var vocabulary = manifest.Vocabulary is null ? null
            : Vocabulary.Read(manifest.PathOf(manifest.Vocabulary), manifest.SpecialTokens ?? new SpecialTokens());
        var model = new LoadedModel
        {
            Manifest = manifest,
            Network = network,
            Concepts = ConceptsOf(manifest, vocabulary, ScoresOf(manifest, network, probe)),
            Vocabulary = vocabulary,
            Captions = manifest.Task == "captioning" ? Captions(manifest, network) : null,
            Layers = reading.Layers(),
            OtherTensors = reading.Others(),
            Sha256 = FileHashes.OfNetwork(manifest),
            MaxBatch = MayBatch(network, shape) ? int.MaxValue : 1,
        };
        WarmUp(model);
        return model;
    }

    private static bool MayBatch(ImageNetwork network, IReadOnlyList<long> shape) =>
        !NetworkWiring.FixesBatch(network) && (network.Wiring.Text is not null || NetworkProbe.MayBatch(network, shape));

    /// <summary>How many scores an image has; of a text decoder, a word.</summary>
    private static int ScoresOf(ModelManifest manifest, ImageNetwork network, NetworkProbe probe)
    {
        var shape = probe.OutputShape(manifest.Output!);
        if (network.Wiring.Text is not null)
            return (int)shape[^1];
        return shape.Count(size => size != 1) <= 1
            ? (int)shape.Aggregate(1L, (product, size) => product * size)
            : throw manifest.Problem($"output: '{manifest.Output}' has the shape {ShapeText.OfBatch(shape)}; scores are [N, classes]");
    }

    private static CaptionDecoder Captions(ModelManifest manifest, ImageNetwork network)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var (features, _) = network.Encode(zeros([1, .. LoadedModel.ShapeOf(manifest.Input)], device: network.Device), null,
            GraphRun.Plain);
        return CaptionDecoder.Prepare(network, CaptionRules.Of(manifest), features);
    }

    private ConceptCatalog ConceptsOf(ModelManifest manifest, Vocabulary? vocabulary, int outputs)
    {
        if (manifest.Task == "captioning")
            return Fitting(manifest, "vocabulary",
                ConceptCatalog.OfLabels(Enumerable.Range(0, vocabulary!.Count).Select(vocabulary.WordAt)), outputs);
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
            : throw manifest.Problem($"{field}: there are {catalog.Classes.Count}, and the network has {outputs} outputs");

    /// <summary>The first passes of a network are slow: kernels are chosen and memory is taken. Users should not wait for that.</summary>
    private static void WarmUp(LoadedModel model)
    {
        var image = new float[model.InputShape.Aggregate(1L, (product, size) => product * size)];
        var item = model.Manifest.Task switch
        {
            "captioning" => new ExplainerItem(image, new SentenceAndWords()),
            "vqa" => new ExplainerItem(image, new BestPredictions(1, null), Text: [model.Vocabulary!.Special.Unknown ?? 0]),
            _ => new ExplainerItem(image, new BestPredictions(1, null)),
        };
        model.Explain([item], model.DefaultLayer.Name, new Passes(true, true));
    }
}
