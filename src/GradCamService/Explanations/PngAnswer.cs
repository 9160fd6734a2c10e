using System.Globalization;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Png;
using GradCamService.Problems;

namespace GradCamService.Explanations;

/// <summary>The answer as the picture of the first explanation, of a caption as a sheet of all; the first's numbers in headers.</summary>
internal static class PngAnswer
{
    /// <exception cref="NothingToDrawException">There is no evidence that could be seen.</exception>
    public static byte[] Write(ExplainedImage image, ExplanationEntry first, IHeaderDictionary headers)
    {
        var picture = (image.Order.Model.Captions is null ? First(image) : CaptionSheet.Draw(image))
            ?? throw new NothingToDrawException($"The status of the explanation of '{first.Concept.Label}' is {first.Status}: {first.Reason}. Ask for JSON to see its numbers.");
        // Header values are ASCII; labels need not be.
        headers["X-Concept"] = Uri.EscapeDataString(first.Concept.Label).Replace("%20", " ", StringComparison.Ordinal);
        if (first.Score is { } score)
            headers["X-Score"] = score.ToString("R", CultureInfo.InvariantCulture);
        if (first.Localization?.Box is { } box)
            headers["X-Box"] = string.Create(CultureInfo.InvariantCulture, $"{box.X},{box.Y},{box.Width},{box.Height}");
        return PngEncoder.Encode(picture);
    }

    private static Picture? First(ExplainedImage image)
    {
        var (target, method) = image.Entries.First();
        return PictureWriter.Draw(image, target, method, method switch
        {
            Method.GradCam => PictureKind.Overlay,
            Method.GuidedBackprop => PictureKind.GuidedBackprop,
            _ => PictureKind.GuidedGradCam,
        });
    }
}
