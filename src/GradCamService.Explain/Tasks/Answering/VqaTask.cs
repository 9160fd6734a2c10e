using GradCamService.Explain.Fields;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Texts;

namespace GradCamService.Explain.Tasks.Answering;

/// <summary>Photo and question → one score an answer.</summary>
internal static class VqaTask
{
    private const string UnknownWords = "unknownWords";

    private static readonly TextField Question = new(
        "question", "What is asked about the image, for example: is there a dog in the picture. Required by these models.");

    private static readonly TextField Answer = new(
        "answer", "The answer to look for, for example: yes; repeatable. Without it, the model's own.")
    { IsRepeatable = true };

    public static ModelTask Row { get; } = new(
        new TaskRules("vqa") { Fields = ["answers", "vocabulary", "maxLength"], Text = FeedSource.Question })
    {
        ExplanationFields = [Question, Answer, NamedConcepts.Top, NamedConcepts.Against, .. Elements.Fields],
        PredictionFields = [Question, NamedConcepts.Listed],
        NamingField = Answer,
        ReadExplanation = (fields, model) => new Subject(NamedConcepts.Read(fields, model, Answer), ReadQuestion(fields, model)),
        ReadPrediction = (fields, model) => new Subject(
            TargetChoice.None, ReadQuestion(fields, model), Listed: fields.Whole(NamedConcepts.Listed) ?? Subject.PredictionsShown),
        WarmUp = model => new Subject(
            new BestPredictions(1, model.Concepts), new Encoded([model.Vocabulary!.Special.Unknown ?? 0], [], [])),
        List = List,
        Sections =
        [
            new Section(UnknownWords, typeof(IReadOnlyList<string>), "vqa only: words of the question that the model does not know."),
        ],
    };

    /// <summary>Words that the model does not know are allowed, and told.</summary>
    private static Encoded? ReadQuestion(FieldReader fields, LoadedModel model)
    {
        if (fields.Text(Question) is not { } text)
        {
            fields.Errors.Add(Question.Name, $"The field 'question' is missing: '{model.Name}' answers questions about the image "
                + "(curl: -F 'question=is there a dog in the picture').");
            return null;
        }
        var encoded = Sentences.Read(fields, Question, text, model);
        if (encoded is { Ids.Count: 0 })
            fields.Errors.Add(Question.Name, "The model knows none of the question's words.");
        return encoded;
    }

    private static Listing List(LoadedModel model, Subject subject, NetworkOutput output) => NamedConcepts.List(model, subject, output) with
    {
        Sections = new Dictionary<string, object> { [UnknownWords] = subject.Text!.UnknownWords },
    };
}
