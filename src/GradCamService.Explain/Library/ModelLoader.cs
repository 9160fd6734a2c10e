using GradCamService.Explain.Captions;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Tasks;
using GradCamService.Explain.Texts;
using GradCamService.Onnx;
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
        manifest = InputCompletion.Complete(manifest, graphs);
        using var scope = NewDisposeScope();
        var network = NetworkWiring.Of(manifest, graphs);
        var shape = manifest.Input.Shape;
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
            Task = TaskTable.Of(manifest.Task),
            Network = network,
            Concepts = ConceptsOf(manifest, vocabulary, ScoresOf(manifest, network, probe)),
            Vocabulary = vocabulary,
            Captions = manifest.Bind.Values.Contains(FeedSource.Caption) ? Captions(manifest, network) : null,
            Layers = reading.Layers(),
            OtherTensors = reading.Others(),
            ActivationBytes = probe.ActivationBytes,
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
        var (features, _) = network.Encode(zeros([1, .. manifest.Input.Shape], device: network.Device), null,
            GraphRun.Plain);
        return CaptionDecoder.Prepare(network, CaptionRules.Of(manifest), features);
    }

    private ConceptCatalog ConceptsOf(ModelManifest manifest, Vocabulary? vocabulary, int outputs)
    {
        if (manifest.Bind.Values.Contains(FeedSource.Caption))
            return Fitting(manifest, "vocabulary",
                ConceptCatalog.OfLabels(Enumerable.Range(0, vocabulary!.Count).Select(vocabulary.WordAt)), outputs);
        if (manifest.Labels.Count > 0)
            return Fitting(manifest, "labels", new ConceptCatalog([.. manifest.Labels.Select(LabelNames.Of)], []), outputs);
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
            : throw manifest.Problem($"{field}: there are {catalog.Classes.Count}, and the network has {outputs} outputs"
                + Background(outputs - catalog.Classes.Count));

    /// <summary>TensorFlow's networks of ImageNet have an output more than there are classes.</summary>
    private static string Background(int more) => more switch
    {
        1 => "; where output 0 is a background class, as in TensorFlow's networks of 1,001 outputs, it needs a label before the others",
        -1 => "; where the first label is a background class, which the network does not have, take it out",
        _ => "",
    };

    /// <summary>The first passes of a network are slow: kernels are chosen and memory is taken. Users should not wait for that.</summary>
    private static void WarmUp(LoadedModel model)
    {
        var (input, spec) = (model.Manifest.Input, model.Manifest.Input.Spec);
        var photo = new PreparedPhoto(null, Placement.Of(spec.Width, spec.Height, spec, Fit.Stretch), new float[input.Shape.Aggregate(1L, (product, size) => product * size)]);
        Explainer.Explain([new PreparedOrder(
            new Order
            {
                Model = model,
                Subject = model.Task.WarmUp(model),
                Methods = [MethodTable.GuidedGradCam],
                Layer = model.DefaultLayer,
                Fit = spec.Fit,
            },
            photo)]);
    }
}
