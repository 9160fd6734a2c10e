using System.Text.Json;
using System.Text.Json.Serialization;
using GradCamService.Predictions;

namespace GradCamService.Explanations;

/// <summary>The answer as JSON.</summary>
internal static class JsonAnswer
{
    private const int PredictionsShown = 5;

    /// <summary>How everything is written: camelCase names, as the API says.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <param name="image">What was found.</param>
    /// <param name="withPictures">Whether pictures are drawn and put in.</param>
    public static IReadOnlyList<ExplanationEntry> Entries(ExplainedImage image, bool withPictures) => image.Entries
        .Select(entry => EntryWriter.Write(image, entry.Target, entry.Method,
            withPictures ? PictureWriter.Write(image, entry.Target, entry.Method) : new PicturesResponse(null, null, null, null)))
        .ToList();

    public static ExplanationResponse Response(ExplainedImage image, IReadOnlyList<ExplanationEntry> entries, Timings timings)
    {
        var model = image.Order.Model;
        var output = image.Computed.Result.Output;
        return new ExplanationResponse(
            new AnsweringModel(model.Name, model.Manifest.Version, model.Sha256, model.Manifest.Task),
            new ImageResponse(image.Placement.PhotoWidth, image.Placement.PhotoHeight, EntryWriter.BoxOf(image.Placement.Analyzed)),
            model.Captions is null ? PredictionResponse.Best(model, output, PredictionsShown) : OwnCaptions(image),
            model.Captions is null ? null : CaptionResponse.Of(output.Captions, model.Vocabulary!),
            model.Captions is null ? image.Order.Text?.UnknownWords : null,
            entries,
            timings);
    }

    /// <summary>Sentences as predictions; none where the caller gave the sentence, since the model was not asked for its own.</summary>
    private static List<PredictionResponse> OwnCaptions(ExplainedImage image) => image.Computed.Result.Output.Captions
        .Where(_ => image.Order.Text is null)
        .Select(caption => new PredictionResponse(TargetNames.Sentence(caption.Tokens, image.Order.Model),
            Finite.OrNull(caption.LogProbability), Finite.OrNull(Math.Exp(caption.LogProbability))))
        .ToList();
}
