using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Drawing;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Orders;
using GradCamService.Onnx;

namespace GradCamService.Explain.Pictures;

/// <summary>A picture of an explanation: a row of <see cref="PictureTable"/>.</summary>
public sealed record PictureKind
{
    /// <param name="name">As the API writes it.</param>
    /// <param name="meaning">For the API's document.</param>
    /// <param name="draw">Draws it; null where the explanation's method does not have it.</param>
    internal PictureKind(string name, string meaning, Func<Explanation, PictureStyle, Plate?> draw) => (Name, Meaning, Draw) = (name, meaning, draw);

    public string Name { get; }

    public string Meaning { get; }

    internal Func<Explanation, PictureStyle, Plate?> Draw { get; }
}

/// <summary>All pictures. A picture that would be blank is not drawn.</summary>
public static class PictureTable
{
    /// <summary>In the order of <see cref="PictureNames.All"/>.</summary>
    public static IReadOnlyList<PictureKind> All { get; } =
    [
        new(PictureNames.Overlay,
            "The map on the photo, the more opaque the hotter, at the photo's size (long side at most 2,048; small ones enlarged).", Overlay),
        new(PictureNames.Heatmap, "The map alone, at the same size.", Heatmap),
        new(PictureNames.GuidedGradCam,
            "Guided Grad-CAM at the model's input size (small ones enlarged), or in the photo's frame: grey is zero, black and white are "
            + " ±3 standard deviations.", GuidedMap),
        new(PictureNames.GuidedBackprop, "Guided Backpropagation, drawn likewise.", Gradients),
        new(PictureNames.Attribution, "Values of a method that has one a pixel and channel, drawn likewise.", Attribution),
    ];

    /// <summary>One picture of an explanation as an order wants it; null where it does not have it, or there is nothing to see.</summary>
    public static Picture? Draw(Explanation explanation, string name, Order order) =>
        All.Single(kind => kind.Name == name).Draw(explanation, order.Style) is { } plate ? MarkTable.Apply(plate, explanation, order) : null;

    /// <summary>What is drawn as heat; null where there is none.</summary>
    internal static Heat? HeatOf(Explanation explanation) => explanation switch
    {
        { HasHeatmap: false } => null,
        { Map: { } map } => MapStatuses.OfMap(map.Values) == MapStatus.Ok
            ? new Heat(Array.ConvertAll(map.Values, value => Math.Max(value, 0)), map.Height, map.Width) : null,
        { Attribution: var values, Photo.Placement: var placement } => MapStatuses.OfMap(values) == MapStatus.Ok
            ? new Heat(explanation.Heatmap, placement.InputHeight, placement.InputWidth) : null,
    };

    private static Plate? Overlay(Explanation explanation, PictureStyle style)
    {
        if (HeatOf(explanation) is not { } heat)
            return null;
        var canvas = Canvas.OfPhoto(explanation.Photo.Placement, style.Enlarges);
        return new Plate(Overlays.Draw(explanation.Photo.Photo!, heat, canvas, style), canvas, ColorScale.Of(style.Colors, heat.Full));
    }

    private static Plate? Heatmap(Explanation explanation, PictureStyle style)
    {
        if (HeatOf(explanation) is not { } heat)
            return null;
        var canvas = Canvas.OfPhoto(explanation.Photo.Placement, style.Enlarges);
        return new Plate(Heatmaps.Draw(heat, canvas, style.Colors), canvas, ColorScale.Of(style.Colors, heat.Full));
    }

    private static Plate? GuidedMap(Explanation explanation, PictureStyle style) =>
        explanation is { Map: not null, Attribution: not null, Status: MapStatus.Ok } ? DrawPixels(explanation, explanation.Pixels, style) : null;

    private static Plate? Gradients(Explanation explanation, PictureStyle style) =>
        explanation is { Method.Pixels: PixelGradient { Rule: ReluRule.Guided }, Attribution: { } gradients }
        && MapStatuses.OfGradient(gradients) == MapStatus.Ok ? DrawPixels(explanation, gradients, style) : null;

    private static Plate? Attribution(Explanation explanation, PictureStyle style) =>
        explanation is { Map: null, Attribution: not null, HasHeatmap: false, Status: MapStatus.Ok }
            ? DrawPixels(explanation, explanation.Attribution, style) : null;

    private static Plate DrawPixels(Explanation explanation, float[] values, PictureStyle style)
    {
        var (placement, spec) = (explanation.Photo.Placement, explanation.Spec);
        var (height, width) = (placement.InputHeight, placement.InputWidth);
        // Of several photos of a scene, what is drawn on is the first.
        var drawn = spec.Further.Count == 0 ? values : values[..(spec.Channels * height * width)];
        var channels = drawn.Length / (height * width);
        var scale = new ColorScale(ColorMapName.Gray, $"−{GuidedPictures.Range} SD", $"+{GuidedPictures.Range} SD");
        if (style.Frame == PictureFrame.Photo)
        {
            var photo = Canvas.OfPhoto(placement, style.Enlarges);
            return new Plate(GuidedPictures.Draw(drawn, channels, photo, spec.Color), photo, scale);
        }
        var canvas = Canvas.OfInput(placement, style.Enlarges);
        var small = GuidedPictures.Draw(drawn, channels, height, width, spec.Color);
        return new Plate(new Picture(canvas.Width, canvas.Height, Enlargement.Repeat(small.Pixels, width, canvas.Width / width)), canvas, scale);
    }
}
