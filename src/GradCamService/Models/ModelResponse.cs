using System.Text.Json.Serialization;
using GradCamService.Explain.Concepts;

namespace GradCamService.Models;

/// <summary>The models of this service.</summary>
/// <param name="Models">By name.</param>
public sealed record ModelListResponse(IReadOnlyList<ModelSummary> Models);

/// <summary>A model.</summary>
/// <param name="Name">What URLs call it.</param>
/// <param name="Task">
/// What it does: classification, captioning, vqa, policy, segmentation, detection, regression or embedding; null where its manifest cannot be read.
/// </param>
/// <param name="Title">For people.</param>
/// <param name="Version">The number of its folder, where that is one of several versions; else what its manifest says.</param>
/// <param name="Sha256">
/// Digest of the network's file (of encoder and graph, one after the other, where there are two), lower-case hex; null where it is not
/// ready.
/// </param>
/// <param name="Ready">Whether it answers requests.</param>
/// <param name="State">
/// loading, ready, idle (its memory was given to others; it is loaded again when it is asked), unloaded (until an administrator loads it) or failed.
/// </param>
/// <param name="MemoryBytes">Bytes of its weights and other constants in memory, those that it shares with other models included; 0 where it is not there.</param>
/// <param name="Reason">
/// Why it is not ready, or why what is in its folder now cannot take its place while it goes on; else absent.
/// </param>
/// <param name="License">The licence of its weights.</param>
/// <param name="Versions">All versions, the newest first; absent where there is one.</param>
public sealed record ModelSummary(
    string Name,
    string? Task,
    string? Title,
    string? Version,
    string? Sha256,
    bool Ready,
    string State,
    long MemoryBytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    string? License,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<VersionResponse>? Versions);

/// <summary>A version of a model.</summary>
/// <param name="Version">What <c>?version=</c> calls it.</param>
/// <param name="Sha256">Digest of its network's file; null where it was never loaded.</param>
/// <param name="Ready">Whether it answers requests.</param>
/// <param name="State">As of the model.</param>
/// <param name="MemoryBytes">As of the model.</param>
/// <param name="Reason">As of the model.</param>
public sealed record VersionResponse(
    string? Version,
    string? Sha256,
    bool Ready,
    string State,
    long MemoryBytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

/// <summary>A model and what it can be asked.</summary>
/// <param name="Name">What URLs call it.</param>
/// <param name="Task">What it does: classification, captioning, vqa, policy, segmentation, detection, regression or embedding.</param>
/// <param name="Title">For people.</param>
/// <param name="Version">The number of its folder, where that is one of several versions; else what its manifest says.</param>
/// <param name="Sha256">Digest of the network's file.</param>
/// <param name="Ready">Whether it answers requests.</param>
/// <param name="State">
/// loading, ready, idle (its memory was given to others; it is loaded again when it is asked), unloaded (until an administrator loads it) or failed.
/// </param>
/// <param name="MemoryBytes">Bytes of its weights and other constants in memory, those that it shares with other models included; 0 where it is not there.</param>
/// <param name="Reason">
/// Why it is not ready, or why what is in its folder now cannot take its place while it goes on; else absent.
/// </param>
/// <param name="License">The licence of its weights.</param>
/// <param name="Source">Where network and weights come from.</param>
/// <param name="Input">What a photo becomes before the network sees it.</param>
/// <param name="Inputs">What it reads besides the photo, each a field of a request; absent where there is nothing.</param>
/// <param name="Layers">The possible target layers, in the network's order.</param>
/// <param name="Scores">
/// What its scores are: softmax (logits of classes that exclude each other), sigmoid (logits of classes that do not), linear (plain numbers, without
/// probabilities) or probabilities (the network gives shares itself); null where it is not ready.
/// </param>
/// <param name="Outputs">The tensor that is read and the network's other outputs, for the field <c>output</c>; null where it is not ready.</param>
/// <param name="Methods">Methods that work on it; null where it is not ready.</param>
/// <param name="Threshold">
/// Above what a pixel belongs to an object unless a request says otherwise, as the field <c>threshold</c> takes it: a share of the map's maximum,
/// otsu, or a percentile; null where its manifest cannot be read.
/// </param>
/// <param name="Guided">
/// relu: guided gradients follow the rule at rectifiers; none: the network has none, and Guided Backpropagation is the plain gradient.
/// </param>
/// <param name="Inferred">
/// What the manifest does not say and the service found in the graph: by field, how. Empty where the manifest says all.
/// </param>
public sealed record ModelResponse(
    string Name,
    string? Task,
    string? Title,
    string? Version,
    string? Sha256,
    bool Ready,
    string State,
    long MemoryBytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    string? License,
    string? Source,
    ModelInputResponse? Input,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FurtherInputResponse>? Inputs,
    IReadOnlyList<LayerResponse>? Layers,
    string? Scores,
    IReadOnlyList<OutputResponse>? Outputs,
    IReadOnlyList<string>? Methods,
    string? Threshold,
    string? Guided,
    IReadOnlyDictionary<string, string>? Inferred);

/// <summary>What a photo becomes before the network sees it.</summary>
/// <param name="Width">Of the network's input, in pixels.</param>
/// <param name="Height">Of the network's input, in pixels.</param>
/// <param name="Color">Order of channels: rgb, bgr, gray; with how opaque a pixel is rgba, bgra, grayalpha.</param>
/// <param name="Further">Channels of further photos of a scene, each a part <c>image</c> of a request; absent for a model of one.</param>
/// <param name="Frames">Frames that a policy sees at once, else 1.</param>
/// <param name="Fit">How the photo is fitted unless a request says otherwise: crop, stretch or pad.</param>
/// <param name="Crop">Share of the shorter side that the centre crop keeps.</param>
/// <param name="Resize">Filter: bicubic, bilinear, nearest, box, hamming or lanczos, as Pillow has it.</param>
/// <param name="Mean">Subtracted from each channel, on the scale 0 to 255.</param>
/// <param name="Std">Divides each channel, on the scale 0 to 255.</param>
public sealed record ModelInputResponse(
    int Width, int Height, string Color, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Further,
    int Frames, string Fit, double Crop, string Resize, IReadOnlyList<float> Mean, IReadOnlyList<float> Std);

/// <summary>What a model reads besides the photo.</summary>
/// <param name="Field">The request's field, <c>input.NAME</c>.</param>
/// <param name="Kind">numbers or picture.</param>
/// <param name="Type">Element type of the tensor.</param>
/// <param name="Shape">Sizes of what one image has: how many numbers, or channels, height and width in the tensor's order.</param>
/// <param name="Default">Numbers where a request gives none; absent where it must, and for a picture.</param>
/// <param name="Min">The least that each number may be; absent for a picture.</param>
/// <param name="Max">The largest that each number may be; absent for a picture.</param>
/// <param name="Preparation">What the picture becomes; absent for numbers.</param>
public sealed record FurtherInputResponse(
    string Field,
    string Kind,
    string Type,
    IReadOnlyList<long> Shape,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double>? Default = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Min = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Max = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ModelInputResponse? Preparation = null);

/// <summary>A tensor that can be explained.</summary>
/// <param name="Name">Its name, for the field <c>layer</c>.</param>
/// <param name="Shape">Sizes without the batch axis: channels, height, width; height, width, channels; or tokens, channels.</param>
/// <param name="Default">Whether it is explained unless another is asked for.</param>
/// <param name="Width">Columns of its map.</param>
/// <param name="Height">Rows of its map.</param>
/// <param name="Stride">Input pixels from one position of the map to the next.</param>
/// <param name="ReceptiveField">
/// Input pixels along a side that a position depends on, by the network's structure; may be larger than the input.
/// </param>
public sealed record LayerResponse(
    string Name, IReadOnlyList<long> Shape, bool Default, int Width, int Height, int? Stride, int? ReceptiveField);

/// <summary>A tensor with numbers for each image.</summary>
/// <param name="Name">Its name, for the field <c>output</c>.</param>
/// <param name="Shape">Sizes without the batch axis, for the field <c>index</c>; empty for one number.</param>
/// <param name="Read">Whether the model's scores are made of it.</param>
public sealed record OutputResponse(string Name, IReadOnlyList<long> Shape, bool Read);

/// <summary>Concepts that were found.</summary>
/// <param name="Concepts">Best match first.</param>
public sealed record ConceptListResponse(IReadOnlyList<ConceptResponse> Concepts);

/// <summary>Something that a model can be asked to look for.</summary>
/// <param name="Index">Position among the outputs; absent for a group.</param>
/// <param name="Id">WordNet id, where the model's list has one.</param>
/// <param name="Label">Its name.</param>
/// <param name="Synonyms">Other names.</param>
/// <param name="Definition">What it means, where the model's list says.</param>
/// <param name="Members">Indices of a group's classes; absent for a class.</param>
public sealed record ConceptResponse(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    string Label,
    IReadOnlyList<string> Synonyms,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Definition,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<int>? Members)
{
    internal static ConceptResponse Of(Concept concept) =>
        new(concept.Index, concept.Id, concept.Label, concept.Synonyms, concept.Definition, concept.Members);
}
