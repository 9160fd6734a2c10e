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
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tasks;
using GradCamService.Explain.Texts;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Tests;

/// <summary>A recorded or made input of a network, and what is asked of it: orders without a photo.</summary>
/// <param name="Image">As the network takes it, without the batch axis.</param>
/// <param name="Targets">What is explained.</param>
public sealed record Asked(
    float[] Image, TargetChoice Targets, bool Counterfactual = false, IReadOnlyList<int>? Text = null, int Beams = CaptionRules.DefaultBeams)
{
    /// <summary>Numbers of inputs besides the image.</summary>
    public IReadOnlyDictionary<string, double[]> Numbers { get; init; } = new Dictionary<string, double[]>();

    /// <summary>Pictures besides the image, as the network takes them.</summary>
    public IReadOnlyDictionary<string, float[]> Pictures { get; init; } = new Dictionary<string, float[]>();

    /// <summary>A second image that this one is compared with.</summary>
    public float[]? Second { get; init; }

    /// <summary>A vector that its outputs are compared with.</summary>
    public float[]? Vector { get; init; }

    /// <summary>Scores whose names do not matter.</summary>
    public static NamedTargets Scores(params IEnumerable<Score> scores) =>
        new([.. scores.Select(score => new Target(score, new ConceptName(null, null, "")))]);

    /// <summary>A network without a folder around it, with one target layer <c>[N, K, h, w]</c>.</summary>
    /// <param name="shape">Channels, height and width of its input.</param>
    public static LoadedModel Model(ImageNetwork network, string layer, IReadOnlyList<long> shape) => Model(network, [Layer(layer)], Manifest(shape));

    /// <summary>A network without a folder around it.</summary>
    public static LoadedModel Model(ImageNetwork network, IReadOnlyList<TargetLayer> layers, ModelManifest manifest) => new()
    {
        Manifest = manifest,
        Task = TaskTable.Of("classification"),
        Network = network,
        Concepts = ConceptCatalog.OfCount(1),
        Layers = layers,
        Sha256 = "",
    };

    /// <summary>Of a classifier with such an input.</summary>
    public static ModelManifest Manifest(IReadOnlyList<long> shape) => new()
    {
        Folder = "",
        Name = "network",
        Task = "classification",
        Title = "network",
        Graph = "",
        Input = new ManifestInput("image", TensorLayout.Nchw, new InputSpec(
            (int)shape[2], (int)shape[1], ColorOrder.Rgb, 1, Fit.Stretch, Resampling.Bilinear, [0], [1])),
    };

    /// <summary>A layer <c>[N, K, h, w]</c>.</summary>
    /// <param name="shape">K, h and w, where a method asks for them.</param>
    public static TargetLayer Layer(string name, params IReadOnlyList<long> shape) =>
        new(name, shape.Count == 0 ? [1, 1, 1] : shape, true, new SpatialLayout(SpatialForm.ChannelsFirst, 1, 1), null, true);
}

public static class Asking
{
    /// <summary>Carries out orders in one batch.</summary>
    /// <param name="layer">One of the model's layers.</param>
    /// <param name="methods">None for predictions.</param>
    public static IReadOnlyList<Explained> Explain(this LoadedModel model, IReadOnlyList<Asked> items, string layer, params IReadOnlyList<Method> methods) =>
        Explainer.Explain([.. items.Select(item => model.Prepared(item, layer, methods))]);

    /// <summary>Carries out one order.</summary>
    /// <param name="change">What it has besides.</param>
    public static Explained Explain(this LoadedModel model, Asked item, Func<Order, Order> change, params IReadOnlyList<Method> methods) =>
        model.Explain(item, change, Pace.Alone, methods);

    /// <param name="pace">Of passes.</param>
    public static Explained Explain(this LoadedModel model, Asked item, Func<Order, Order> change, Pace pace, params IReadOnlyList<Method> methods)
    {
        var prepared = model.Prepared(item, model.DefaultLayer.Name, methods);
        return Explainer.Explain([prepared with { Order = change(prepared.Order) }], pace)[0];
    }

    public static IReadOnlyList<Explained> Explain(this LoadedModel model, IReadOnlyList<Asked> items, params IReadOnlyList<Method> methods) =>
        model.Explain(items, model.DefaultLayer.Name, methods);

    public static PreparedOrder Prepared(this LoadedModel model, Asked asked, string layer, IReadOnlyList<Method> methods)
    {
        var spec = model.Manifest.Input.Spec;
        return new PreparedOrder(
            new Order
            {
                Model = model,
                Subject = new Subject(asked.Targets, asked.Text is null ? null : new Encoded(asked.Text, [], []), asked.Beams)
                {
                    Reference = asked.Vector,
                },
                Numbers = asked.Numbers,
                Methods = methods,
                IsCounterfactual = asked.Counterfactual,
                Layers = [model.Layers.Single(offered => offered.Name == layer)],
                Fit = Fit.Stretch,
            },
            new PreparedPhoto(null, Placement.Of(spec.Width, spec.Height, spec, Fit.Stretch), asked.Image))
        {
            Pictures = asked.Pictures,
            Reference = asked.Second,
        };
    }
}
