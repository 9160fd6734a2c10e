using GradCamService.Explain.Concepts;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using GradCamService.Problems;

namespace GradCamService.Explanations;

/// <summary>The fields that say what is looked for → targets. Each task has its own; <see cref="TaskFields"/> refuses the others.</summary>
internal static class AimReader
{
    // Each concept is a backward pass: more than anyone looks at, few enough that one request cannot hold the device for long.
    private const int MostConcepts = 100;

    public static Aim Read(ExplanationRequest request, LoadedModel model, FieldErrors errors) => model.Manifest.Task switch
    {
        "captioning" => new Aim([], null, new SentenceAndWords()),
        "vqa" => Read("answer", request.Answer, request, model, errors),
        _ => Read("concept", request.Concept, request, model, errors),
    };

    private static Aim Read(string field, IReadOnlyList<string?>? names, ExplanationRequest request, LoadedModel model, FieldErrors errors)
    {
        var named = (names ?? []).Select(text => Find(model.Concepts, field, text, errors)).OfType<Concept>().ToList();
        var against = request.Against is null ? null : Find(model.Concepts, "against", request.Against, errors);
        if (names?.Count > 0 && request.Top is not null)
            errors.Add("top", $"top and {field} exclude each other: name {field}s, or ask for the best predictions.");
        if (named.Count > MostConcepts)
            errors.Add(field, $"At most {MostConcepts} {field}s can be explained by one request.");
        var counter = against is null ? null : TargetOf(against);
        TargetChoice targets = named.Count == 0
            ? new BestPredictions(request.Top ?? 1, counter)
            : new NamedTargets([.. named.Select(TargetOf).Select(target => counter is null ? target : new ContrastTarget(target, counter))]);
        return new Aim(named, against, targets);
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
}
