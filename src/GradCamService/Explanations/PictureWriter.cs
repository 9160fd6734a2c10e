using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Png;
using GradCamService.Explain.Localization;

namespace GradCamService.Explanations;

/// <summary>Draws the pictures of an answer. A picture that would be blank is not drawn.</summary>
internal static class PictureWriter
{
    /// <summary>The pictures that the order wants of a method.</summary>
    public static PicturesResponse Write(ExplainedImage image, Saliency target, Method method)
    {
        byte[]? If(PictureKind kind) => image.Order.Pictures.Includes(kind, method) && Draw(image, target, method, kind) is { } picture
            ? PngEncoder.Encode(picture)
            : null;
        return new PicturesResponse(
            If(PictureKind.Overlay), If(PictureKind.Heatmap), If(PictureKind.GuidedGradCam), If(PictureKind.GuidedBackprop));
    }

    /// <summary>One picture, null where the method does not have it or there is nothing to see.</summary>
    public static Picture? Draw(ExplainedImage image, Saliency target, Method method, PictureKind kind)
    {
        var hasMap = method != Method.GuidedBackprop;
        var hasGradients = method != Method.GradCam;
        return kind switch
        {
            PictureKind.Overlay when hasMap && target.Status(Method.GradCam) == MapStatus.Ok =>
                Overlays.Draw(image.Photo!, target.Heatmap, image.Placement, image.Order.Colors),
            PictureKind.Heatmap when hasMap && target.Status(Method.GradCam) == MapStatus.Ok =>
                Heatmaps.Draw(target.Heatmap, image.Placement, image.Order.Colors),
            PictureKind.GuidedGradCam when hasMap && hasGradients && target.Status(Method.GuidedGradCam) == MapStatus.Ok =>
                DrawGradients(image, target.GuidedGradCam),
            PictureKind.GuidedBackprop when hasGradients && target.Status(Method.GuidedBackprop) == MapStatus.Ok =>
                DrawGradients(image, target.Explanation.GuidedGradients!),
            _ => null,
        };
    }

    private static Picture DrawGradients(ExplainedImage image, float[] gradients)
    {
        var (height, width) = (image.Placement.InputHeight, image.Placement.InputWidth);
        return GuidedPictures.Draw(gradients, gradients.Length / (height * width), height, width, image.Order.Model.Manifest.Input.Spec.Color);
    }
}
