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
/// <param name="graphs">The model's graphs.</param>
/// <param name="onDevice">Runs something on the device's thread, and waits for it.</param>
internal sealed class ModelLoader(ModelGraphs graphs, Action<Action> onDevice)
{
    /// <summary>Loads an ONNX file that has no manifest.</summary>
    /// <param name="bare">The file.</param>
    /// <param name="version">The number of its folder; null where that is none of several.</param>
    /// <exception cref="ManifestException">A file beside it does not fit.</exception>
    /// <exception cref="OnnxException">The graph cannot be run, or does not tell what a manifest would.</exception>
    public LoadedModel Load(BareModel bare, string? version)
    {
        var manifest = bare.ToManifest(graphs.Get(bare.RealPath).Graph);
        return Load(version is null ? manifest : manifest with { Version = version });
    }

    /// <exception cref="ManifestException">The manifest does not fit the files.</exception>
    /// <exception cref="OnnxException">A graph cannot be run.</exception>
    public LoadedModel Load(ModelManifest manifest)
    {
        FileHashes.Verify(manifest.Folder, manifest.Sha256);
        manifest = InputCompletion.Complete(manifest, graphs);
        using var scope = NewDisposeScope();
        var network = NetworkWiring.Of(manifest, graphs);
        network = network.Fed(Feeds.Trial(network.Wiring.Further, network.Device));
        var shape = manifest.Input.Shape;
        var probe = NetworkProbe.Run(network, shape, manifest.Output, [.. manifest.Layers, .. manifest.Boxes?.Tensors ?? []]);
        var task = TaskTable.Of(manifest.Task);
        var named = ListOf(manifest);
        var found = task.FindOutputs(new OutputSearch(
            manifest, network, probe, named?.Classes.Count ?? CountOrNull(manifest.Actions), task.Scores));
        manifest = ManifestCompletion.Complete(found.Manifest, found.Tensor, probe);
        network = network with { Wiring = network.Wiring with { Output = found.Tensor, Scores = found.Reading } };
        var reading = new LayerReading(manifest, network, probe);
        var vocabulary = manifest.Vocabulary is null ? null
            : Vocabulary.Read(manifest.PathOf(manifest.Vocabulary), manifest.SpecialTokens ?? new SpecialTokens());
        if (network.Wiring.Text is null)
            onDevice(() => NetworkProbe.CheckThreads(network, shape));
        var oneByOne = WhyOneByOne(network, shape);
        var model = new LoadedModel
        {
            Manifest = manifest,
            Task = task,
            // What fed it belongs to this scope.
            Network = network.Fed(Feeds.None),
            Concepts = task.Concepts is { } concepts ? ConceptCatalog.OfLabels(concepts) : ConceptsOf(manifest, named, vocabulary, found.Concepts),
            Inputs = network.Wiring.Further,
            Vocabulary = vocabulary,
            Captions = manifest.Binds(FeedSource.Caption) ? Captions(manifest, network) : null,
            Layers = reading.Layers(),
            OtherTensors = reading.Others(),
            Tensors = probe.RowShapes(network.Wiring.HasBatchAxis),
            ActivationBytes = probe.ActivationBytes,
            Sha256 = FileHashes.OfNetwork(manifest),
            MaxBatch = oneByOne is null ? network.Wiring.FixedBatch ?? int.MaxValue : 1,
            OneByOne = oneByOne,
        };
        WarmUp(model);
        return model;
    }

    private static string? WhyOneByOne(ImageNetwork network, IReadOnlyList<long> shape) =>
        !network.Wiring.HasBatchAxis ? "its file takes one image without a batch axis"
        : NetworkWiring.TakesOneImage(network) ? "its file fixes a batch of one image"
        : network.Wiring.Text is null ? NetworkProbe.WhyOneByOne(network, shape) : null;

    private static CaptionDecoder Captions(ModelManifest manifest, ImageNetwork network)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var encoded = network.Encode(zeros([1, .. manifest.Input.Shape], device: network.Device), [], GraphRun.Plain);
        return CaptionDecoder.Prepare(network.Fed(Feeds.None), CaptionRules.Of(manifest), encoded.Features);
    }

    private static int? CountOrNull(IReadOnlyList<string> names) => names.Count > 0 ? names.Count : null;

    /// <summary>The list of classes or answers that a manifest names; null where it names none.</summary>
    private static ConceptCatalog? ListOf(ModelManifest manifest)
    {
        if (manifest.Labels.Count > 0)
            return new ConceptCatalog([.. manifest.Labels.Select(LabelNames.Of)], []);
        return (manifest.Concepts ?? manifest.Answers) is { } file ? ConceptCatalog.Read(manifest.PathOf(file)) : null;
    }

    private static ConceptCatalog ConceptsOf(ModelManifest manifest, ConceptCatalog? named, Vocabulary? vocabulary, int outputs)
    {
        if (manifest.Binds(FeedSource.Caption))
            return Fitting(manifest, "vocabulary",
                ConceptCatalog.OfLabels(Enumerable.Range(0, vocabulary!.Count).Select(vocabulary.WordAt)), outputs);
        if (named is not null)
            return Fitting(manifest, FieldOf(manifest), named, outputs);
        return manifest.Actions.Count > 0
            ? Fitting(manifest, "actions", ConceptCatalog.OfLabels(manifest.Actions), outputs)
            : ConceptCatalog.OfCount(outputs);
    }

    /// <summary>Where the names come from.</summary>
    private static string FieldOf(ModelManifest manifest) =>
        manifest.Labels.Count > 0 ? "labels" : manifest.Concepts is null ? "answers" : "concepts";

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
                Numbers = model.Inputs.OfType<NumberInput>().ToDictionary(number => number.Name, number => number.Tried),
                Methods = [MethodTable.GuidedGradCam],
                Layers = [model.DefaultLayer],
                Fit = spec.Fit,
            },
            photo)
        {
            Pictures = model.Inputs.OfType<PictureInput>().ToDictionary(picture => picture.Name, picture => new float[picture.Count]),
        }]);
    }
}
