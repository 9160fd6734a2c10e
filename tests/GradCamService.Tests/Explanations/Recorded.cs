using System.Text.Json;
using GradCamService.Explain.Tests;
using GradCamService.Explain.Tests.Explainers;
using Xunit;

namespace GradCamService.Tests.Explanations;

/// <summary>What was recorded of EfficientNet-Lite0 and how near an answer must be that begins with the image file.</summary>
internal static class Recorded
{
    /// <summary>Logits from a PNG: one pixel in 100,000 is resized to another level.</summary>
    private const double PngLogits = 0.01;

    /// <summary>Logits from a JPEG: decoders round differently.</summary>
    private const double JpegLogits = 0.1;

    /// <summary>Maps from a PNG, as a share of the largest recorded magnitude.</summary>
    private const double PngMaps = 0.005;

    /// <summary>Maps from a JPEG, likewise.</summary>
    private const double JpegMaps = 0.03;

    private const string Layer = "head";

    private static readonly string[] Methods = ["guided-grad-cam", "guided-backprop"];

    public static IEnumerable<TheoryDataRow<string>> Photos => Lite0Records.Photos.Select(photo => new TheoryDataRow<string>(photo.Image));

    public static IEnumerable<TheoryDataRow<string, string>> Concepts => Lite0Records.Photos.SelectMany(photo =>
        photo.Concepts.Select(concept => new TheoryDataRow<string, string>(photo.Image, concept.Concept)));

    public static double LogitTolerance(string image) => IsJpeg(image) ? JpegLogits : PngLogits;

    public static double MapTolerance(string image) => IsJpeg(image) ? JpegMaps : PngMaps;

    public static ConceptRecord Concept(string image, string concept) =>
        Lite0Records.Photo(image).Concepts.Single(record => record.Concept == concept);

    /// <summary>A form that asks for a recorded concept, which may be one against another.</summary>
    public static Form Form(string image, string concept)
    {
        var names = concept.Split('-');
        return GradCamService.Tests.Form.Of(image,
        [
            ("concept", names[0]), ("layer", Layer), ("images", "none"),
            .. names[1..].Select(name => ("against", name)), .. Methods.Select(method => ("method", method)),
        ]);
    }

    public static Npy Map(ConceptRecord record) => Lite0Records.Load(record.Maps[Layer]);

    /// <summary>The size of one pixel of the network's input in pixels of the photo.</summary>
    public static double InputPixel(JsonElement answer) => answer.GetProperty("image").GetProperty("analyzed").GetProperty("width").GetInt32() / 224.0;

    private static bool IsJpeg(string image) => image.EndsWith(".jpg", StringComparison.Ordinal);
}
