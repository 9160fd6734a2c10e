using GradCamService.Explain.Captions;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Texts;

namespace GradCamService.Explain.Models;

/// <summary>
/// A model that is ready: its network on the device, its names, and what it offers. Shared by all requests, never changed.
/// </summary>
public sealed class LoadedModel
{
    public required ModelManifest Manifest { get; init; }

    /// <summary>What it can be asked.</summary>
    public required ModelTask Task { get; init; }

    public required ImageNetwork Network { get; init; }

    /// <summary>What its scores are, and how likely they say a class is.</summary>
    public OutputReading Scores => Network.Wiring.Scores;

    /// <summary>Classes, answers, actions, or the words of captions, by position among the outputs.</summary>
    public required ConceptCatalog Concepts { get; init; }

    /// <summary>Inputs besides photo and text.</summary>
    public IReadOnlyList<FurtherInput> Inputs { get; init; } = [];

    /// <summary>The words of captions or questions; null for a model that has no text.</summary>
    public Vocabulary? Vocabulary { get; init; }

    /// <summary>The decoder of captions; null for a model that writes none.</summary>
    public CaptionDecoder? Captions { get; init; }

    /// <summary>Layers that can be explained, in the network's order.</summary>
    public required IReadOnlyList<TargetLayer> Layers { get; init; }

    /// <summary>The network's other tensors by name, for those who ask for one of them.</summary>
    public IReadOnlyDictionary<string, OtherTensor> OtherTensors { get; init; } = new Dictionary<string, OtherTensor>();

    /// <summary>
    /// The sizes of one image's share of each real tensor that can be explained in place of the scores, by its name: those of the last graph with a row
    /// for each image.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> Tensors { get; init; } = new Dictionary<string, IReadOnlyList<long>>();

    /// <summary>Whether the network has a rectifier. Without one, Guided Backpropagation is the plain gradient.</summary>
    public bool HasRectifiers => Network.Graph.Graph.HasRectifiers || Network.Encoder?.Graph.HasRectifiers == true;

    /// <summary>Lower-case hex digest of the network's file; of encoder and graph, one after the other, where there are two.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Most images of a batch: 1 where the file fixes the batch size.</summary>
    public int MaxBatch { get; init; } = int.MaxValue;

    /// <summary>Why its images do not share batches; null where they do.</summary>
    public string? OneByOne { get; init; }

    /// <summary>Bytes of all tensors that a pass of one image computes, which a backward pass finds still in memory.</summary>
    public long ActivationBytes { get; init; }

    public string Name => Manifest.Name;

    /// <summary>The layer that is explained unless another is asked for.</summary>
    public TargetLayer DefaultLayer => Layers.Single(layer => layer.IsDefault);

    /// <summary>Channels, height and width of one input.</summary>
    public IReadOnlyList<long> InputShape => Manifest.Input.Shape;
}
