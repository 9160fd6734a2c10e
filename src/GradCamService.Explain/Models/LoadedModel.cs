using GradCamService.Explain.Captions;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Texts;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Models;

/// <summary>
/// A model that is ready: its network on the device, its names, and what it offers. Shared by all requests, never changed.
/// </summary>
public sealed class LoadedModel
{
    public required ModelManifest Manifest { get; init; }

    public required ImageNetwork Network { get; init; }

    /// <summary>Classes, answers, actions, or the words of captions, by position among the outputs.</summary>
    public required ConceptCatalog Concepts { get; init; }

    /// <summary>The words of captions or questions; null for a model that has no text.</summary>
    public Vocabulary? Vocabulary { get; init; }

    /// <summary>The decoder of captions; null for a model that writes none.</summary>
    public CaptionDecoder? Captions { get; init; }

    /// <summary>Layers that can be explained, in the network's order.</summary>
    public required IReadOnlyList<TargetLayer> Layers { get; init; }

    /// <summary>The network's other tensors by name, for those who ask for one of them.</summary>
    public required IReadOnlyDictionary<string, OtherTensor> OtherTensors { get; init; }

    /// <summary>Whether the network has a rectifier. Without one, Guided Backpropagation is the plain gradient.</summary>
    public bool HasRectifiers => Network.Graph.Graph.HasRectifiers || Network.Encoder?.Graph.HasRectifiers == true;

    /// <summary>Lower-case hex digest of the network's file; of encoder and graph, one after the other, where there are two.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Most images of a batch: 1 where the file fixes the batch size.</summary>
    public required int MaxBatch { get; init; }

    public string Name => Manifest.Name;

    /// <summary>Whether a softmax over the outputs means anything: a policy's outputs are values of actions.</summary>
    public bool HasProbabilities => Manifest.Task != "policy";

    /// <summary>The layer that is explained unless another is asked for.</summary>
    public TargetLayer DefaultLayer => Layers.Single(layer => layer.IsDefault);

    /// <summary>Channels, height and width of one input.</summary>
    public IReadOnlyList<long> InputShape => ShapeOf(Manifest.Input);

    /// <summary>Explains a batch, on the thread that owns the device.</summary>
    /// <param name="items">Between 1 and <see cref="MaxBatch"/> images.</param>
    /// <param name="layer">One of <see cref="Layers"/>.</param>
    /// <param name="passes">The backward passes to make.</param>
    public ExplainedBatch Explain(IReadOnlyList<ExplainerItem> items, string layer, Passes passes) =>
        new Explainer(Network, layer, LayerOf(layer).Tokens, Captions, LayerOf(layer).Layout.Form == SpatialForm.ChannelsLast)
            .Explain(items, InputShape, passes);

    private TargetLayer LayerOf(string name) => Layers.First(layer => layer.Name == name);

    internal static long[] ShapeOf(ManifestInput input) =>
        [(input.Spec.Color == Imaging.ColorOrder.Gray ? 1 : 3) * input.Frames, input.Spec.Height, input.Spec.Width];
}
