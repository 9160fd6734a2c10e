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
    private MapStatus? _status;

    public required Target Target { get; init; }

    public required Method Method { get; init; }

    public required TargetLayer Layer { get; init; }

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

    /// <summary>∂y/∂image by the method's rule, <c>[C, H, W]</c>; null for a method without gradients at the image.</summary>
    public float[]? Gradients { get; init; }

    /// <summary>ReLU(M) at the model's input size, <c>[H, W]</c>, ≥ 0, unnormalized. Only where there is a map, and it is finite.</summary>
    public float[] Heatmap => Map!.Heatmap(Photo.Placement.InputHeight, Photo.Placement.InputWidth);

    /// <summary>The gradients, times the heatmap in every channel where there is one: <c>[C, H, W]</c>. Only where there are gradients.</summary>
    public float[] Pixels => _pixels ??= Map is null ? Gradients! : Multiply(Gradients!, Heatmap);

    /// <summary>Whether there is evidence. A blank picture is never passed off as an answer.</summary>
    public MapStatus Status => _status ??= FindStatus();

    /// <summary>Why the status is not <see cref="MapStatus.Ok"/>, in words; else null.</summary>
    public string? Reason => Status switch
    {
        MapStatus.Ok => null,
        MapStatus.NonFinite => "the network's values overflowed on this image",
        MapStatus.Empty when !Layer.ReachesScores =>
            $"layer '{Layer.Name}' lies behind the last attention: only the class token reaches the scores from there, "
                + "and the gradient at every patch is zero",
        MapStatus.Empty => $"nothing in the image speaks {(Target.IsCounterfactual ? "against" : "for")} the concept at layer '{Layer.Name}'",
        _ => throw new InvalidOperationException($"{Status} has no reason"),
    };

    /// <summary>Where in the photo the map finds its target; null where there is no map, or it is not finite.</summary>
    /// <param name="threshold">Which pixels belong.</param>
    public ObjectLocalization? Localize(ThresholdRule threshold) =>
        Map is null || Status == MapStatus.NonFinite ? null : Localizer.Find(Heatmap, Photo.Placement, threshold);

    private MapStatus FindStatus()
    {
        var map = Map is null ? MapStatus.Ok : MapStatuses.OfMap(Map.Values);
        if (map != MapStatus.Ok || Gradients is null)
            return map;
        var gradients = MapStatuses.OfGradient(Gradients);
        return gradients != MapStatus.Ok ? gradients : MapStatuses.OfGradient(Pixels);
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
