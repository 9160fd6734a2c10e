using GradCamService.Explain.Captions;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Texts;

namespace GradCamService.Explain.Tasks.Captioning;

/// <summary>Photo → a sentence, word by word.</summary>
internal static class CaptioningTask
{
    // Each unknown word costs a search for near ones; nobody mends more at once.
    private const int MostReported = 10;
    private const int NearWords = 3;

    private const string Captions = "captions";

    private static readonly TextField Caption = new(
        "caption", "The sentence to explain, for example: a cat on a bed. Without it, the model's own.");

    private static readonly WholeField Beams = new(
        "beams", "How widely the model's own caption is searched: 1 (greedy) to 10 sentences side by side.", 1, CaptionRules.MostBeams,
        CaptionRules.DefaultBeams);

    public static ModelTask Row { get; } = new(new TaskRules("captioning")
    {
        Fields = ["vocabulary", "maxLength"],
        Text = FeedSource.Caption,
        MaxLength = 20,
        WritesText = true,
    })
    {
        ExplanationFields = [Caption, Beams],
        PredictionFields = [Beams],
        NamingField = Caption,
        ReadExplanation = (fields, model) => new Subject(new SentenceAndWords(model.Vocabulary!), ReadCaption(fields, model), ReadBeams(fields)),
        ReadPrediction = (fields, _) => new Subject(TargetChoice.None, Beams: ReadBeams(fields)),
        WarmUp = model => new Subject(new SentenceAndWords(model.Vocabulary!)),
        List = List,
        Sections =
        [
            new Section(Captions, typeof(IReadOnlyList<CaptionListing>),
                "Captioning only: of an explanation the sentence that is explained, then the search's others; of a prediction all that the search "
                    + "ended with, best first."),
        ],
        HasClasses = false,
        IsDrawnAsSheet = true,
    };

    private static int ReadBeams(FieldReader fields) => fields.Whole(Beams) ?? CaptionRules.DefaultBeams;

    /// <summary>Every word must be one that the model could have said.</summary>
    private static Encoded? ReadCaption(FieldReader fields, LoadedModel model)
    {
        if (fields.Text(Caption) is not { } text)
            return null;
        if (fields.Has(Beams))
            fields.Errors.Add(Beams.Name, "beams and caption exclude each other: beams search the model's own caption.");
        var encoded = Sentences.Read(fields, Caption, text, model);
        foreach (var word in encoded?.UnknownWords.Take(MostReported) ?? [])
        {
            var near = fields.Errors.MaySuggest() ? model.Vocabulary!.Nearest(word, NearWords) : [];
            fields.Errors.Add(Caption.Name, $"The model does not know the word '{Names.Shorten(word)}'"
                + (near.Count > 0 ? $"; near to it are {string.Join(", ", near.Select(other => $"'{other}'"))}." : "."));
        }
        return encoded;
    }

    /// <summary>
    /// All sentences; of an explanation also as predictions, but none where the caller gave the sentence, since the model was not asked for its own.
    /// </summary>
    private static Listing List(LoadedModel model, Subject subject, NetworkOutput output) => new(
        subject.Targets == TargetChoice.None ? null : [.. output.Captions.Where(_ => subject.Text is null).Select(caption => new Prediction(
            new ConceptName(null, null, model.Vocabulary!.Decode(caption.Tokens)),
            Finite.OrNull(caption.LogProbability), Finite.OrNull(Math.Exp(caption.LogProbability))))],
        new Dictionary<string, object> { [Captions] = output.Captions.Select(caption => CaptionListing.Of(caption, model.Vocabulary!)).ToList() });
}
