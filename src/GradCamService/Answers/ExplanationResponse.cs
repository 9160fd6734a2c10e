using System.Text.Json.Serialization;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Models;

namespace GradCamService.Answers;

/// <summary>Explanations of an image.</summary>
/// <param name="Model">What answered.</param>
/// <param name="Image">The photo.</param>
/// <param name="Predictions">The model's five best predictions; of captioning, the sentences that its own search ended with.</param>
/// <param name="Explanations">
/// For each concept, one for each method. Of captioning: the sentence (its words and its end), then each word; the end has no entry of its
/// own, though it is part of the sentence's score.
/// </param>
/// <param name="Timings">Milliseconds.</param>
public sealed record ExplanationResponse(
    AnsweringModel Model,
    ImageResponse Image,
    IReadOnlyList<Prediction> Predictions,
    IReadOnlyList<ExplanationEntry> Explanations,
    Timings Timings)
{
    /// <summary>What answers of the model's task have besides.</summary>
    [JsonExtensionData]
    public Dictionary<string, object>? Sections { get; init; }
}

/// <summary>What answered, exactly.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">Digest of its network.</param>
/// <param name="Task">classification, captioning, vqa, policy, segmentation, detection, regression or embedding.</param>
public sealed record AnsweringModel(string Name, string Version, string Sha256, string Task);

/// <summary>The photo, after its EXIF orientation.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Analyzed">The part that the network saw.</param>
public sealed record ImageResponse(int Width, int Height, BoxResponse Analyzed);

/// <summary>A rectangle in whole pixels of the photo.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public sealed record BoxResponse(int X, int Y, int Width, int Height)
{
    internal static BoxResponse Of(PixelBox box) => new(box.X, box.Y, box.Width, box.Height);
}

/// <summary>One concept explained by one method.</summary>
/// <param name="Concept">What was looked for.</param>
/// <param name="Against">The second concept, if there is one.</param>
/// <param name="Box">Detection only: the box of the model whose score is explained.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Layer">The target layer.</param>
/// <param name="Counterfactual">Whether the regions speak against the concept.</param>
/// <param name="Score">
/// The concept's score before any softmax or sigmoid (minus that of <c>against</c>); of shares that no single such thing makes, the logarithm; of a
/// sentence or word, its log-probability; null where it is not finite.
/// </param>
/// <param name="Probability">
/// As the model's <c>scores</c> mean it: its share of the softmax, its sigmoid, or the share that the network gives; of a group of classes that exclude
/// each other the sum, of others the largest member's; of a sentence or word e^score; null with <c>against</c> and for plain numbers.
/// </param>
/// <param name="Status">ok, empty (no evidence: box and peak are null) or nonFinite.</param>
/// <param name="Reason">Why the status is not ok.</param>
/// <param name="Localization">
/// Where the map finds the concept, or the values of occlusion and rise; null for methods with a value for each pixel and channel.
/// </param>
/// <param name="Completeness">integrated-gradients only: how near the values' sum comes to what it should be.</param>
/// <param name="Map">The map as numbers; null for methods with values of pixels instead, which NumPy's form of the answer has.</param>
/// <param name="Images">
/// Pictures as data URLs of the type that <c>imageFormat</c> names; those that were not asked for, or have nothing to show, are absent.
/// </param>
public sealed record ExplanationEntry(
    ConceptName Concept,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ConceptName? Against,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BoxResponse? Box,
    string Method,
    string Layer,
    bool Counterfactual,
    double? Score,
    double? Probability,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    LocalizationResponse? Localization,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CompletenessResponse? Completeness,
    MapResponse? Map,
    IReadOnlyDictionary<string, PictureFile> Images);

/// <summary>How far values of pixels account for the score. Where the two differ much, more steps bring them nearer.</summary>
/// <param name="Sum">Of all values.</param>
/// <param name="Difference">The score minus that of the baseline.</param>
public sealed record CompletenessResponse(double? Sum, double? Difference);

/// <summary>Where a map finds its concept, in whole pixels of the photo.</summary>
/// <param name="Threshold">
/// Share of the map's maximum above which a pixel belongs, 0 to 1; what otsu or a percentile made of this map, and 0 where nothing is positive.
/// </param>
/// <param name="Box">The largest segment's bounding box; null where there is none.</param>
/// <param name="Boxes">All segments, largest first.</param>
/// <param name="Peak">The map's highest pixel; null where nothing is positive.</param>
/// <param name="Coverage">Share of the analysed pixels that belong, 0 to 1.</param>
public sealed record LocalizationResponse(
    double Threshold, BoxResponse? Box, IReadOnlyList<SegmentResponse> Boxes, PointResponse? Peak, double Coverage)
{
    internal static LocalizationResponse Of(ObjectLocalization found) => new(
        found.Threshold,
        found.Boxes.Count == 0 ? null : BoxResponse.Of(found.Boxes[0].Box),
        [.. found.Boxes.Select(box => new SegmentResponse(box.Box.X, box.Box.Y, box.Box.Width, box.Box.Height, box.Area, box.Peak))],
        found.Peak is { } peak ? new PointResponse(peak.X, peak.Y) : null,
        found.Coverage);
}

/// <summary>A connected segment of the map.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="Peak">Its largest value as a share of the map's maximum.</param>
public sealed record SegmentResponse(int X, int Y, int Width, int Height, int Area, double Peak);

/// <summary>A pixel of the photo.</summary>
/// <param name="X">Column.</param>
/// <param name="Y">Row.</param>
public sealed record PointResponse(int X, int Y);

/// <summary>The localization map Σ_k α_k A_k before its ReLU, at the target layer's resolution.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Max">The largest value.</param>
/// <param name="Values">Row-major, signed, unnormalized.</param>
public sealed record MapResponse(int Width, int Height, float Max, IReadOnlyList<float> Values);
