using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Localization;
using GradCamService.Predictions;

namespace GradCamService.Explanations;

/// <summary>One concept explained by one method → its entry in the JSON.</summary>
internal static class EntryWriter
{
    public static ExplanationEntry Write(ExplainedImage image, Saliency target, Method method, PicturesResponse pictures)
    {
        var order = image.Order;
        var explanation = target.Explanation;
        var status = target.Status(method);
        var hasMap = method != Method.GuidedBackprop && status != MapStatus.NonFinite;
        return new ExplanationEntry(
            TargetNames.Of(explanation.Target, order),
            order.Aim.Against is null ? null : ConceptReference.Of(order.Aim.Against),
            FieldNames.Of(method),
            order.Layer,
            order.Counterfactual,
            Finite.OrNull(explanation.Score),
            ProbabilityOf(image, explanation),
            NameOf(status),
            ReasonOf(status, order),
            hasMap ? Localize(target.Heatmap, image.Placement, order.Threshold) : null,
            hasMap ? MapOf(explanation.Map!) : null,
            pictures);
    }

    private static double? ProbabilityOf(ExplainedImage image, TargetExplanation explanation) =>
        image.Order.Model.HasProbabilities
            && explanation.Target.Probability(explanation.Score, image.Computed.Result.Output) is { } probability
            ? Finite.OrNull(probability)
            : null;

    private static LocalizationResponse Localize(float[] heatmap, Placement placement, double threshold)
    {
        var found = Localizer.Find(heatmap, placement, threshold);
        var boxes = found.Boxes.Select(box => new SegmentResponse(box.Box.X, box.Box.Y, box.Box.Width, box.Box.Height, box.Area, box.Peak))
            .ToList();
        return new LocalizationResponse(
            threshold,
            found.Boxes.Count == 0 ? null : BoxOf(found.Boxes[0].Box),
            boxes,
            found.Peak is { } peak ? new PointResponse(peak.X, peak.Y) : null,
            found.Coverage);
    }

    public static BoxResponse BoxOf(PixelBox box) => new(box.X, box.Y, box.Width, box.Height);

    private static MapResponse MapOf(SignedMap map) => new(map.Width, map.Height, map.Values.Max(), map.Values);

    private static string NameOf(MapStatus status) => status switch
    {
        MapStatus.Ok => "ok",
        MapStatus.Empty => "empty",
        _ => "nonFinite",
    };

    private static TargetLayer LayerOf(ExplanationOrder order) => order.Model.Layers.First(layer => layer.Name == order.Layer);

    private static string? ReasonOf(MapStatus status, ExplanationOrder order) => status switch
    {
        MapStatus.Ok => null,
        MapStatus.Empty when !LayerOf(order).ReachesScores =>
            $"layer '{order.Layer}' lies behind the last attention: only the class token reaches the scores from there, "
                + "and the gradient at every patch is zero",
        MapStatus.Empty => $"nothing in the image speaks {(order.Counterfactual ? "against" : "for")} the concept at layer '{order.Layer}'",
        _ => "the network's values overflowed on this image",
    };
}
