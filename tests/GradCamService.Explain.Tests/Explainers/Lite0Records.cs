using System.Text.Json;

namespace GradCamService.Explain.Tests.Explainers;

/// <summary>What PyTorch computed with EfficientNet-Lite0's real weights on three photos.</summary>
internal static class Lite0Records
{
    public static IReadOnlyList<PhotoRecord> Photos { get; } =
        JsonSerializer.Deserialize<Index>(TestData.Read("Goldens/efficientnet-lite0/index.json"), JsonSerializerOptions.Web)!.Cases;

    public static PhotoRecord Photo(string image) => Photos.Single(photo => photo.Image.StartsWith(image, StringComparison.Ordinal));

    public static Npy Load(string file) => Npy.Load($"Goldens/efficientnet-lite0/{file}");

    private sealed record Index(IReadOnlyList<PhotoRecord> Cases);
}

/// <summary>One photo.</summary>
/// <param name="Image">File name.</param>
/// <param name="Input">File of the normalized input.</param>
/// <param name="Logits">File of the outputs.</param>
/// <param name="Top5">The best classes.</param>
/// <param name="Concepts">What was explained.</param>
internal sealed record PhotoRecord(
    string Image, string Input, string Logits, IReadOnlyList<int> Top5, IReadOnlyList<ConceptRecord> Concepts);

/// <summary>One concept on one photo.</summary>
/// <param name="Concept">An index, a group's id, or <c>a-b</c>.</param>
/// <param name="Score">y.</param>
/// <param name="Maps">Files of the signed maps by layer.</param>
/// <param name="GuidedBackprop">File of the guided gradients, float16.</param>
/// <param name="GuidedGradCam">File of Guided Grad-CAM divided by its largest magnitude, float16.</param>
/// <param name="Segments">How many segments there are above 15 % of the maximum.</param>
/// <param name="Box">Left, top, right, bottom of the largest, in photo pixels with fractions.</param>
/// <param name="Peak">X and y of the highest value, likewise.</param>
internal sealed record ConceptRecord(
    string Concept, double Score, IReadOnlyDictionary<string, string> Maps, string GuidedBackprop, string GuidedGradCam,
    int Segments, IReadOnlyList<double> Box, IReadOnlyList<double> Peak);
