using GradCamService.Explain.Concepts;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Tasks.Detection;

/// <summary>Photo → boxes, each with a score a class.</summary>
internal static class DetectionTask
{
    private const int MostRanks = 100;

    private static readonly WholeField Rank = new(
        "rank", "Which of the model's boxes is explained after suppression, 1 for the best; with a concept, which of its boxes.", 1, MostRanks);

    public static ModelTask Row { get; } = new(new TaskRules("detection") { Fields = ["concepts", "boxes"], Required = ["boxes", "scores"] })
    {
        ExplanationFields =
            [NamedConcepts.Concept, NamedConcepts.Top, NamedConcepts.Against, PhotoPlaces.Box, Rank, .. Elements.Fields],
        PredictionFields = [NamedConcepts.Listed],
        NamingField = NamedConcepts.Concept,
        ReadExplanation = (fields, model) => new Subject(Read(fields, model)),
        ReadPrediction = (fields, _) => new Subject(TargetChoice.None, Listed: fields.Whole(NamedConcepts.Listed) ?? Subject.PredictionsShown),
        WarmUp = model => new Subject(new BoxTargets([], [1], null, model.Concepts, null, model.Scores.AreIndependent)),
        List = List,
        HasClasses = false,
        FindOutputs = BoxOutputs.Find,
    };

    private static TargetChoice Read(FieldReader fields, LoadedModel model)
    {
        if (Elements.Read(fields, model, PhotoPlaces.Box, Rank) is { } elements)
            return elements;
        var (asked, rank, box) = (NamedConcepts.ReadNames(fields, model, NamedConcepts.Concept), fields.Whole(Rank), PhotoPlaces.ReadBox(fields));
        foreach (var (field, others) in new (Field, Field[])[]
            { (PhotoPlaces.Box, [Rank, NamedConcepts.Top]), (Rank, [NamedConcepts.Top]) })
            foreach (var other in others.Where(other => fields.Has(field) && fields.Has(other)))
                fields.Errors.Add(other.Name, $"{other.Name} and {field.Name} exclude each other: each says which boxes are explained.");
        IReadOnlyList<int> ranks = asked.Top is { } top ? [.. Enumerable.Range(1, top)] : [rank ?? 1];
        return new BoxTargets(asked.Named, ranks, box, model.Concepts, asked.Against, model.Scores.AreIndependent);
    }

    /// <summary>The boxes that are likely enough.</summary>
    private static Listing List(LoadedModel model, Subject subject, NetworkOutput output)
    {
        var (detections, least) = (output.Detections!, model.Manifest.Boxes!.Least);
        return new Listing(
            [.. detections.Kept().TakeWhile(box => detections.Shares.Of(box.Score, box.Place) is not { } share || share >= least).Take(subject.Listed)
                .Select(box => new Prediction(
                    ConceptName.Of(model.Concepts.ClassAt(box.Class)), Finite.OrNull(box.Score),
                    Finite.OrNull(detections.Shares.Of(box.Score, box.Place)))
                {
                    Box = PredictedBox.Of(BoxTargets.PixelsOf(box.Box, output.Placement!)),
                })],
            new Dictionary<string, object>());
    }
}
