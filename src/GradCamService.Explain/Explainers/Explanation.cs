using System.Numerics.Tensors;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Explainers;

/// <summary>
/// One target explained by one method: all that an answer, a picture or a metric needs of it. What follows from the numbers is computed when
/// it is first asked for. It belongs to one thread at a time.
/// </summary>
public sealed class Explanation
{
    private float[]? _pixels;
    private float[]? _heatmap;
    private MapStatus? _status;

    public required Target Target { get; init; }

    public required Method Method { get; init; }

    /// <summary>The target layers of the map: one, or several whose maps are fused.</summary>
    public required IReadOnlyList<TargetLayer> Layers { get; init; }

    /// <summary>What the network takes, for the order of the channels of its gradients.</summary>
    public required InputSpec Spec { get; init; }

    /// <summary>The photo, and how the network's input lies in it.</summary>
    public required PreparedPhoto Photo { get; init; }

    /// <summary>y, before any softmax; of sentences and words, the log-probability.</summary>
    public required float Score { get; init; }

    /// <summary>How likely the network holds the target, 0 to 1; null where its score is no such thing.</summary>
    public double? Probability { get; init; }

    /// <summary>M before the ReLU; null for a method without a map.</summary>
    public SignedMap? Map { get; init; }

    /// <summary>
    /// Values a pixel of the input, as the method finds them: <c>[C, H, W]</c>, or <c>[1, H, W]</c> of a method that says where, not in which channel. Null
    /// for a method without them.
    /// </summary>
    public float[]? Attribution { get; init; }

    /// <summary>What the values a pixel should sum to: y minus that of the baseline. Null where nothing of the kind is defined.</summary>
    public double? Difference { get; init; }

    /// <summary>Whether it says where the target is: by a map, or by one value a pixel.</summary>
    public bool HasHeatmap => Map is not null || Method.Pixels?.IsMap == true;

    /// <summary>
    /// ReLU(M) at the model's input size, or the positive values a pixel: <c>[H, W]</c>, ≥ 0, unnormalized. Only where <see cref="HasHeatmap"/> says so, and
    /// it is finite.
    /// </summary>
    public float[] Heatmap => Map?.Heatmap(Photo.Placement.InputHeight, Photo.Placement.InputWidth)
        ?? (_heatmap ??= Array.ConvertAll(Attribution!, value => Math.Max(value, 0)));

    /// <summary>The heatmap, written over an array that is the caller's: for whoever looks at many maps, one after the other.</summary>
    /// <param name="heatmap">H · W values.</param>
    public void CopyHeatmap(Span<float> heatmap)
    {
        if (Map is not null)
            Map.CopyHeatmap(Photo.Placement.InputHeight, Photo.Placement.InputWidth, heatmap);
        else
            TensorPrimitives.Max(Attribution!, 0, heatmap);
    }

    /// <summary>The values a pixel, times the heatmap in every channel where there is a map: <c>[C, H, W]</c>. Only where there are values.</summary>
    public float[] Pixels => _pixels ??= Map is null ? Attribution! : Multiply(Attribution!, Heatmap);

    /// <summary>Whether there is evidence. A blank picture is never passed off as an answer.</summary>
    public MapStatus Status => _status ??= FindStatus();

    /// <summary>Why the status is not <see cref="MapStatus.Ok"/>, in words; else null.</summary>
    public string? Reason => Status switch
    {
        MapStatus.Ok => null,
        MapStatus.Empty when Target.Lack is { } lack => lack,
        MapStatus.NonFinite => "the network's values overflowed on this image",
        MapStatus.Empty when Map is not null && Layers.All(layer => !layer.ReachesScores) =>
            $"layer '{LayerName}' lies behind the last attention: only the class token reaches the scores from there, "
                + "and the gradient at every patch is zero",
        MapStatus.Empty => $"nothing in the image speaks {(Target.IsCounterfactual ? "against" : "for")} the concept"
            + (Map is null ? "" : $" at layer '{LayerName}'"),
        _ => throw new InvalidOperationException($"{Status} has no reason"),
    };

    /// <summary>The target layer's name; of several, all.</summary>
    public string LayerName => string.Join(" + ", Layers.Select(layer => layer.Name));

    /// <summary>Where in the photo the map finds its target; null where nothing says where, or it is not finite.</summary>
    /// <param name="threshold">Which pixels belong.</param>
    public ObjectLocalization? Localize(ThresholdRule threshold) =>
        !HasHeatmap || Status == MapStatus.NonFinite ? null : Localizer.Find(Heatmap, Photo.Placement, threshold);

    private MapStatus FindStatus()
    {
        if (Target.Lack is not null)
            return MapStatus.Empty;
        var map = Map is null ? MapStatus.Ok : MapStatuses.OfMap(Map.Values);
        if (map != MapStatus.Ok || Attribution is null)
            return map;
        if (Method.Pixels!.IsMap)
            return MapStatuses.OfMap(Attribution);
        var values = MapStatuses.OfGradient(Attribution);
        return values != MapStatus.Ok ? values : MapStatuses.OfGradient(Pixels);
    }

    /// <summary>Gradients <c>[C, H, W]</c> times a heatmap <c>[H, W]</c> in every channel.</summary>
    public static float[] Multiply(float[] gradients, float[] heatmap)
    {
        var product = new float[gradients.Length];
        for (var channel = 0; channel < product.Length; channel += heatmap.Length)
            TensorPrimitives.Multiply(gradients.AsSpan(channel, heatmap.Length), heatmap, product.AsSpan(channel));
        return product;
    }
}
