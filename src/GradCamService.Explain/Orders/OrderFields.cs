using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Methods;

namespace GradCamService.Explain.Orders;

/// <summary>The fields that orders have whatever the model's task. Those of a task stand in its folder.</summary>
public static class OrderFields
{
    public static ChoiceField<Method> Method { get; } = new(
        "method", "How to explain; repeatable. Without it, guided-grad-cam.", "method",
        Choices.Of(MethodTable.All, method => method.Name), MethodTable.GuidedGradCam.Name)
    { IsRepeatable = true };

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

    public static NumberField Threshold { get; } = new(
        "threshold", "Share of the map's maximum above which a pixel belongs to the object.", 0, 1, 0.15);

    public static ChoiceField<ColorMapName> ColorMap { get; } = new(
        "colormap", "Colours of heatmap and overlay.", "colour map", Choices.Of<ColorMapName>(), Naming.Names.Of(ColorMapName.Jet));

    /// <summary>Names of pictures stand for themselves.</summary>
    public static ChoiceField<string> Images { get; } = new(
        "images", "The pictures in the JSON; repeatable. Without it, the overlay and the method's own; none for numbers only.", "picture",
        Choices.Of([.. PictureNames.All, NoPictures], name => name))
    { IsRepeatable = true };

    /// <summary>The name that stands for no picture at all.</summary>
    public const string NoPictures = "none";

    /// <summary>Of an explanation.</summary>
    public static IReadOnlyList<Field> Explanation { get; } = [Method, Counterfactual, Layer, Fuse, Augment, .. MethodFields.All, Fit, Threshold, ColorMap, Images];

    /// <summary>Of a prediction.</summary>
    public static IReadOnlyList<Field> Prediction { get; } = [Fit];
}
