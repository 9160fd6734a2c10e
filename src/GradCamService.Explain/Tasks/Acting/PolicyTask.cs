using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Tasks.Acting;

/// <summary>Frames of a game → one score an action: a Q-value or logit, which is no share of anything.</summary>
internal static class PolicyTask
{
    public static ModelTask Row { get; } = new(new TaskRules("policy") { Fields = ["actions"], HasFrames = true })
    {
        ExplanationFields = [NamedConcepts.Concept, NamedConcepts.Top, NamedConcepts.Against],
        PredictionFields = [NamedConcepts.Listed],
        NamingField = NamedConcepts.Concept,
        ReadExplanation = (fields, model) => new Subject(NamedConcepts.Read(fields, model, NamedConcepts.Concept)),
        ReadPrediction = (fields, _) => new Subject(TargetChoice.None, Listed: fields.Whole(NamedConcepts.Listed) ?? Subject.PredictionsShown),
        WarmUp = model => new Subject(new BestPredictions(1, model.Concepts)),
        List = NamedConcepts.List,
        HasProbabilities = false,
    };
}
