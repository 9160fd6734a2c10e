using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using GradCamService.Problems;

namespace GradCamService.Explanations;

/// <summary>A request's fields → an order, or all that is wrong with them.</summary>
internal static class ExplanationReader
{
    // Each concept is a backward pass: more than anyone looks at, few enough that one request cannot hold the device for long.
    private const int MostConcepts = 100;

    private static readonly string[] WithoutPictures = ["none"];

    /// <param name="request">As bound; errors of binding are already among <paramref name="errors"/>.</param>
    /// <exception cref="InvalidFieldsException">All that is wrong.</exception>
    public static ExplanationOrder Read(ExplanationRequest request, LoadedModel model, FieldErrors errors)
    {
        var concepts = (request.Concept ?? []).Select(text => Find(model.Concepts, "concept", text, errors)).ToList();
        var against = request.Against is null ? null : Find(model.Concepts, "against", request.Against, errors);
        if (concepts.Count > 0 && request.Top is not null)
            errors.Add("top", "top and concept exclude each other: name concepts, or ask for the best predictions.");
        if (concepts.Count > MostConcepts)
            errors.Add("concept", $"At most {MostConcepts} concepts can be explained by one request.");
        var methods = Methods(request, errors);
        var layer = Layer(request.Layer, model, errors);
        var fit = FieldNames.Fits.Read("fit", "fit", request.Fit, model.Manifest.Input.Spec.Fit, errors);
        var colors = FieldNames.ColorMaps.Read("colormap", "colour map", request.Colormap, ColorMapName.Jet, errors);
        var pictures = Pictures(request, errors);
        errors.ThrowIfAny();

        var named = concepts.OfType<Concept>().ToList();
        var counter = against is null ? null : TargetOf(against);
        TargetChoice targets = named.Count == 0
            ? new BestPredictions(request.Top ?? 1, counter)
            : new NamedTargets(named.Select(concept => counter is null ? TargetOf(concept) : new ContrastTarget(TargetOf(concept), counter)).ToList());
        return new ExplanationOrder(model, named, targets, against, methods, request.Counterfactual ?? false, layer, fit,
            request.Threshold ?? 0.15, colors, pictures);
    }

    private static Target TargetOf(Concept concept) =>
        concept.Index is { } index ? new ClassTarget(index) : new GroupTarget(concept.Members!);

    private static Concept? Find(ConceptCatalog catalog, string field, string? text, FieldErrors errors)
    {
        switch (catalog.Find(text ?? ""))
        {
            case ConceptLookup.Found found:
                return found.Concept;
            case ConceptLookup.Ambiguous ambiguous:
                errors.Add(field, ambiguous.Message);
                return null;
            case ConceptLookup.Unknown unknown:
                errors.Add(field, unknown.Message);
                return null;
            default:
                throw new InvalidOperationException("a lookup finds one, several or no concept");
        }
    }

    private static List<Method> Methods(ExplanationRequest request, FieldErrors errors) =>
        (request.Method is { Count: > 0 } sent ? sent : [FieldNames.Of(Method.GuidedGradCam)])
            .Select(name => FieldNames.Methods.Read("method", "method", name ?? "", Method.GuidedGradCam, errors)).Distinct().ToList();

    private static PictureChoice Pictures(ExplanationRequest request, FieldErrors errors)
    {
        if (request.Images is not { Count: > 0 } sent)
            return new PictureChoice(null);
        var kinds = sent.Select(name => FieldNames.Pictures.Read("images", "picture", name ?? "", null, errors)).ToList();
        if (kinds.Count > 1 && sent.Any(name => WithoutPictures.Contains(name, StringComparer.OrdinalIgnoreCase)))
            errors.Add("images", "'none' excludes the other pictures.");
        return new PictureChoice(kinds.OfType<PictureKind>().ToHashSet());
    }

    private static string Layer(string? name, LoadedModel model, FieldErrors errors)
    {
        if (name is null)
            return model.DefaultLayer.Name;
        if (model.Layers.FirstOrDefault(layer => layer.Name == name) is { } layer)
            return layer.Name;
        errors.AddUnknown("layer", "target layer of this model", name, model.Layers.Select(other => other.Name).ToList());
        return model.DefaultLayer.Name;
    }
}
