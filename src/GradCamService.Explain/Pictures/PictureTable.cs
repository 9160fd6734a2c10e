using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Onnx;

namespace GradCamService.Explain.Pictures;

/// <summary>A picture of an explanation: a row of <see cref="PictureTable"/>.</summary>
/// <param name="Name">As the API writes it.</param>
/// <param name="Meaning">For the API's document.</param>
/// <param name="Draw">Draws it; null where the explanation's method does not have it.</param>
public sealed record PictureKind(string Name, string Meaning, Func<Explanation, ColorMapName, Picture?> Draw);

/// <summary>All pictures. A picture that would be blank is not drawn.</summary>
public static class PictureTable
{
    /// <summary>In the order of <see cref="PictureNames.All"/>.</summary>
    public static IReadOnlyList<PictureKind> All { get; } =
    [
        new(PictureNames.Overlay, "The map on the photo, at the photo's size (long side at most 2,048).", Overlay),
        new(PictureNames.Heatmap, "The map alone, at the same size.", Heatmap),
        new(PictureNames.GuidedGradCam,
            "Guided Grad-CAM at the model's input size: grey is zero, black and white are ±3 standard deviations.", GuidedMap),
        new(PictureNames.GuidedBackprop, "Guided Backpropagation, drawn likewise.", Gradients),
        new(PictureNames.Attribution, "Values of a method that has one a pixel and channel, drawn likewise.", Attribution),
    ];

    /// <summary>One picture of an explanation; null where it does not have it, or there is nothing to see.</summary>
    public static Picture? Draw(Explanation explanation, string name, ColorMapName colors) =>
        All.Single(kind => kind.Name == name).Draw(explanation, colors);

    private static bool HasMap(Explanation explanation) => explanation.HasHeatmap && MapStatuses.OfMap(explanation.Map?.Values ?? explanation.Attribution) == MapStatus.Ok;

    private static Picture? Overlay(Explanation explanation, ColorMapName colors) => HasMap(explanation)
        ? Overlays.Draw(explanation.Photo.Photo!, explanation.Heatmap, explanation.Photo.Placement, colors) : null;

    private static Picture? Heatmap(Explanation explanation, ColorMapName colors) =>
        HasMap(explanation) ? Heatmaps.Draw(explanation.Heatmap, explanation.Photo.Placement, colors) : null;

    private static Picture? GuidedMap(Explanation explanation, ColorMapName colors) =>
        explanation is { Map: not null, Attribution: not null, Status: MapStatus.Ok } ? DrawPixels(explanation, explanation.Pixels) : null;

    private static Picture? Gradients(Explanation explanation, ColorMapName colors) =>
        explanation is { Method.Pixels: PixelGradient { Rule: ReluRule.Guided }, Attribution: { } gradients }
        && MapStatuses.OfGradient(gradients) == MapStatus.Ok ? DrawPixels(explanation, gradients) : null;

    private static Picture? Attribution(Explanation explanation, ColorMapName colors) =>
        explanation is { Map: null, Attribution: not null, HasHeatmap: false, Status: MapStatus.Ok } ? DrawPixels(explanation, explanation.Attribution) : null;

    private static Picture DrawPixels(Explanation explanation, float[] values)
    {
        var (placement, spec) = (explanation.Photo.Placement, explanation.Spec);
        var (height, width) = (placement.InputHeight, placement.InputWidth);
        // Of several photos of a scene, what is drawn on is the first.
        var drawn = spec.Further.Count == 0 ? values : values[..(spec.Channels * height * width)];
        return GuidedPictures.Draw(drawn, drawn.Length / (height * width), height, width, spec.Color);
    }
}
