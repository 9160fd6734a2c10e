using System.Text.Json;
using System.Text.Json.Serialization;
using GradCamService.Explain.Imaging;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Manifests;

/// <summary>How manifests and lists of labels are turned into records and back.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    Converters =
    [
        typeof(Word<TensorLayout>), typeof(Word<ColorOrder>), typeof(Word<Fit>), typeof(Word<Resampling>), typeof(Word<FeedSource>),
        typeof(Word<ScoreMeaning>), typeof(Word<BoxFormat>), typeof(Word<BoxUnit>), typeof(Word<NoObject>), typeof(ThresholdText),
    ])]
[JsonSerializable(typeof(ModelFile))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class ManifestJson : JsonSerializerContext
{
    /// <summary>Values of an enum as words, read in any case.</summary>
    public sealed class Word<T>() : JsonStringEnumConverter<T>(new Spelling(), allowIntegerValues: false) where T : struct, Enum;

    /// <summary>Orders of axes and of colours are initials; all else is lower case.</summary>
    private sealed class Spelling : JsonNamingPolicy
    {
        public override string ConvertName(string name) =>
            name is "Nchw" or "Nhwc" or "Rgb" or "Bgr" or "Rgba" or "Bgra" ? name.ToUpperInvariant() : name.ToLowerInvariant();
    }
}
