using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Tasks.Classification;

/// <summary>Photo → one score a class.</summary>
internal static class ClassificationTask
{
    public static ModelTask Row { get; } = new(new TaskRules("classification") { Fields = ["concepts"] })
    {
        ExplanationFields = [NamedConcepts.Concept, NamedConcepts.Top, NamedConcepts.Against],
        PredictionFields = [NamedConcepts.Listed],
        NamingField = NamedConcepts.Concept,
        ReadExplanation = (fields, model) => new Subject(NamedConcepts.Read(fields, model, NamedConcepts.Concept)),
        ReadPrediction = (fields, _) => new Subject(TargetChoice.None, Listed: fields.Whole(NamedConcepts.Listed) ?? Subject.PredictionsShown),
        WarmUp = model => new Subject(new BestPredictions(1, model.Concepts)),
        List = NamedConcepts.List,
    };
}
