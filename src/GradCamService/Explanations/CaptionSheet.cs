using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;

namespace GradCamService.Explanations;

/// <summary>
/// The picture for a sentence: the photo with the sentence's map (and its Guided Grad-CAM, where that is asked for), then each word's map
/// under its word. A method without maps shows its gradients instead.
/// </summary>
internal static class CaptionSheet
{
    /// <returns>Null where neither the sentence nor any word has anything to see.</returns>
    public static Picture? Draw(ExplainedImage image)
    {
        var method = image.Order.Methods[0];
        var (sentence, words) = (image.Targets[0], image.Targets.Skip(1).ToList());
        var kind = method == Method.GuidedBackprop ? PictureKind.GuidedBackprop : PictureKind.Overlay;
        var head = new List<SheetCell> { new(NameOf(method), Draw(image, sentence, method, kind, ContactSheets.HeadSide)) };
        if (method == Method.GuidedGradCam)
            head.Add(new SheetCell("guided grad-cam", PictureWriter.Draw(image, sentence, method, PictureKind.GuidedGradCam)));
        var cells = words
            .Select(word => new SheetCell(LabelOf(image, word), Draw(image, word, method, kind, ContactSheets.CellSide)))
            .ToList();
        return head.Concat(cells).All(cell => cell.Picture is null) ? null : ContactSheets.Draw(LabelOf(image, sentence), head, cells);
    }

    private static string LabelOf(ExplainedImage image, Saliency target) => TargetNames.Of(target.Explanation.Target, image.Order).Label;

    private static string NameOf(Method method) => FieldNames.Of(method == Method.GuidedGradCam ? Method.GradCam : method);

    private static Picture? Draw(ExplainedImage image, Saliency target, Method method, PictureKind kind, int side)
    {
        if (kind != PictureKind.Overlay)
            return PictureWriter.Draw(image, target, method, kind);
        if (target.Status(Method.GradCam) != MapStatus.Ok)
            return null;
        var (photo, placement) = Miniatures.Of(image.Photo!, image.Placement, side);
        return Overlays.Draw(photo, target.Heatmap, placement, image.Order.Colors);
    }
}
