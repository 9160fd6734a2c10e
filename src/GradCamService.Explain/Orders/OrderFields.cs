using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Drawing;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;

namespace GradCamService.Explain.Orders;

/// <summary>The fields that orders have whatever the model's task. Those of a task stand in its folder.</summary>
public static class OrderFields
{
    public static ChoiceField<Method> Method { get; } = new(
        "method", "How to explain; repeatable. Without it, guided-grad-cam.", "method",
        Choices.Of(MethodTable.All, method => method.Name), MethodTable.GuidedGradCam.Name)
    { IsRepeatable = true, Describe = method => $"{method.Answers} ({method.Paper})" };

    public static FlagField Counterfactual { get; } = new("counterfactual", "Explain what speaks against the concept: the score's sign is turned.");

    public static TextField Layer { get; } = new(
        "layer", "The target layer, one of the model's layers; repeatable. Without it, the model's default.")
    { IsRepeatable = true };

    public static FlagField Fuse { get; } = new(
        "fuse", "Of several layers, one map: the mean of the layers' maps, each without its negative part and scaled to its maximum.");

    public static FlagField Augment { get; } = new(
        "augment", "Smoother maps: the mean, likewise, over six views of the photo, as it is and mirrored, each times 0.9, 1 and 1.1.");

    public static ChoiceField<Fit> Fit { get; } = new(
        "fit", "How the photo is fitted to the network's input: crop (centre crop), stretch or pad. Without it, as the model's manifest says.",
        "fit", Choices.Of<Fit>());

    public static FormField<ThresholdRule> Threshold { get; } = new(
        "threshold", "Above what a pixel belongs to the object: a share of the map's maximum from 0 to 1; otsu, which parts the map's pixels into "
            + "low and high ones; or a percentile of them, p0 to p100. Without it, as the model's manifest says, else 0.15.",
        ThresholdRule.Parse, ThresholdRule.Expected, ThresholdRule.Pattern);

    public static ChoiceField<ColorMapName> ColorMap { get; } = new(
        "colormap", "Colours of heatmap and overlay.", "colour map", Choices.Of<ColorMapName>(), Naming.Names.Of(ColorMapName.Jet));

    /// <summary>Names of pictures stand for themselves.</summary>
    public static ChoiceField<string> Images { get; } = new(
        "images", "The pictures in the JSON; repeatable. Without it, the overlay and the method's own; none for numbers only.", "picture",
        Choices.Of([.. PictureNames.All, NoPictures], name => name))
    { IsRepeatable = true };

    /// <summary>The name that stands for no picture at all.</summary>
    public const string NoPictures = "none";

    public static NumberField Opacity { get; } = new(
        "opacity", "How opaque heat is on the photo where it is hottest; elsewhere in proportion, so that cold parts keep the photo's colours.",
        0, 1, PictureStyle.DefaultOpacity);

    public static ChoiceField<string> Draw { get; } = new(
        "draw", "What is drawn besides; repeatable: the boxes of the localization, the contours of its segments, a legend (the colours from 0 to the "
            + "map's maximum), a caption (concept, score, probability, method).",
        "thing to draw", Choices.Of(MarkNames.All, name => name))
    { IsRepeatable = true };

    public static ChoiceField<PictureFrame> Frame { get; } = new(
        "frame", "What the pictures of gradients show: the network's input, or the photo, with what the network saw in its place.",
        "frame", Choices.Of<PictureFrame>(), Naming.Names.Of(PictureFrame.Input));

    public static FlagField Enlarge { get; } = new(
        "enlarge", FormattableString.Invariant(
            $"Draw pictures of at most {Enlargement.LongestSide / 2} pixels a side a whole number of times larger, up to {Enlargement.LongestSide}. ")
            + "Boxes and numbers stay in pixels of the photo.",
        Absent: true);

    public static ChoiceField<PictureFormat> ImageFormat { get; } = new(
        "imageFormat", "The files in the JSON. Of an answer that is a picture, the Accept header says it.", "image format",
        Choices.Of(PictureFormat.All, format => format.Name), PictureFormat.Png.Name);

    /// <summary>Of an explanation.</summary>
    public static IReadOnlyList<Field> Explanation { get; } =
    [
        Method, Counterfactual, Layer, Fuse, Augment, .. MethodFields.All, Fit, Threshold, ColorMap, Images, Opacity, Draw, Frame, Enlarge, ImageFormat,
    ];

    /// <summary>Of a prediction.</summary>
    public static IReadOnlyList<Field> Prediction { get; } = [Fit];
}
