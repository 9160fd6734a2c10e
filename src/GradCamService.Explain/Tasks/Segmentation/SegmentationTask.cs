using GradCamService.Explain.Concepts;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Tasks.Segmentation;

/// <summary>Photo → a class for each place.</summary>
internal static class SegmentationTask
{
    private const string Masks = "masks";

    public static ModelTask Row { get; } = new(new TaskRules("segmentation") { Fields = ["concepts"] })
    {
        ExplanationFields =
            [NamedConcepts.Concept, NamedConcepts.Top, NamedConcepts.Against, MapRegion.Field, PhotoPlaces.Box, PhotoPlaces.Point, .. Elements.Fields],
        PredictionFields = [NamedConcepts.Listed],
        NamingField = NamedConcepts.Concept,
        ReadExplanation = (fields, model) => new Subject(Read(fields, model)),
        ReadPrediction = (fields, _) => new Subject(TargetChoice.None, Listed: fields.Whole(NamedConcepts.Listed) ?? Subject.PredictionsShown),
        WarmUp = model => new Subject(new RegionTargets([], 1, new MapRegion.Everywhere(), model.Concepts, null, model.Scores.AreIndependent)),
        List = List,
        HasClasses = false,
        FindOutputs = MapOutputs.Find,
        ListedPictures = (model, subject) => Math.Min(
            subject.Targets is RegionTargets targets ? targets.ExpectedCount : subject.Listed, model.Concepts.Classes.Count),
        Sections =
        [
            new Section(Masks, typeof(IReadOnlyList<MaskListing>),
                "Segmentation only: where classes are seen; of a prediction those that are listed, of an explanation those that are explained."),
        ],
    };

    private static TargetChoice Read(FieldReader fields, LoadedModel model)
    {
        if (Elements.Read(fields, model, [MapRegion.Field, PhotoPlaces.Box, PhotoPlaces.Point]) is { } elements)
            return elements;
        var asked = NamedConcepts.ReadNames(fields, model, NamedConcepts.Concept);
        if (model.Scores is MaskReading map)
            TargetLimit.Check(fields, asked.Top is null ? NamedConcepts.Concept : NamedConcepts.Top, Math.Max(asked.Named.Count, asked.Top ?? 1),
                (long)model.Concepts.Classes.Count * map.Height * map.Width);
        return new RegionTargets(
            asked.Named, asked.Top ?? 1, MapRegion.Read(fields), model.Concepts, asked.Against, model.Scores.AreIndependent);
    }

    /// <summary>The classes with the largest areas; masks of those, or of what is explained.</summary>
    private static Listing List(LoadedModel model, Subject subject, NetworkOutput output)
    {
        var map = output.Segmentation!;
        var listed = map.Masks.OrderByDescending(mask => mask.Value.Count).ThenBy(mask => mask.Key).Take(subject.Listed).ToList();
        var shown = subject.Targets is RegionTargets targets ? targets.Choose(output).Select(target => target.Concept).Distinct().Select(Named)
            : listed.Select(mask => model.Concepts.ClassAt(mask.Key));
        return new Listing(
            [.. listed.Select(mask => new Prediction(
                ConceptName.Of(model.Concepts.ClassAt(mask.Key)), Finite.OrNull(mask.Value.Score), Finite.OrNull(mask.Value.Probability))
            {
                Area = (double)mask.Value.Count / (map.Height * map.Width),
            })],
            new Dictionary<string, object>
            {
                [Masks] = shown.Select(concept => MaskListing.Of(
                    concept, map.PlacesOf(Classes.Of(concept)), map.Height, map.Width, output.Placement!)).ToList(),
            });

        Concept Named(ConceptName name) => name.Index is { } index ? model.Concepts.ClassAt(index)
            : model.Concepts.Groups.First(group => ConceptName.Of(group) == name);
    }
}
