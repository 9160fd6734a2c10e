using GradCamService.Explain.Concepts;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Tasks;

/// <summary>Fields of tasks that score a list of concepts: those to look for by name, or the best so many; against another.</summary>
internal static class NamedConcepts
{
    // Each concept is a backward pass: more than anyone looks at, few enough that one request cannot hold the device for long.
    private const int MostConcepts = 100;

    public static TextField Concept { get; } = new(
        "concept",
        "What to look for; repeatable. A label (tiger cat), a synonym, a WordNet id (n02123159), an index (282) or a group (dog); of a policy, an "
            + "action (left). Case and surrounding space do not matter. Without it, the model's own prediction.")
    { IsRepeatable = true };

    public static WholeField Top { get; } = new(
        "top", "Explain the k best predictions instead of naming concepts or answers.", 1, MostConcepts);

    public static TextField Against { get; } = new("against", "A second concept, answer or action: explain score(concept) − score(against).");

    /// <summary>Of a prediction.</summary>
    public static WholeField Listed { get; } = new("top", "How many predictions to list, best first.", 1, 1000, Subject.PredictionsShown);

    /// <summary>A task that asks for nothing but concepts.</summary>
    public static ModelTask Task(TaskRules rules) => new(rules)
    {
        ExplanationFields = [Concept, Top, Against, .. Elements.Fields],
        PredictionFields = [Listed],
        NamingField = Concept,
        ReadExplanation = (fields, model) => new Subject(Read(fields, model, Concept)),
        ReadPrediction = (fields, _) => new Subject(TargetChoice.None, Listed: fields.Whole(Listed) ?? Subject.PredictionsShown),
        WarmUp = model => new Subject(new BestPredictions(1, model.Concepts)),
        List = List,
    };

    /// <param name="fields">What was sent.</param>
    /// <param name="model">Whose concepts they are.</param>
    /// <param name="naming">The field that names them.</param>
    public static TargetChoice Read(FieldReader fields, LoadedModel model, TextField naming)
    {
        if (Elements.Read(fields, model, naming) is { } elements)
            return elements;
        var (asked, areIndependent) = (ReadNames(fields, model, naming), model.Scores.AreIndependent);
        return asked.Named.Count == 0 ? new BestPredictions(asked.Top ?? 1, model.Concepts, asked.Against, areIndependent)
            : new NamedTargets([.. asked.Named.Select(concept => Target.Of(concept, asked.Against, areIndependent))]);
    }

    /// <summary>The concepts that the fields name.</summary>
    public static AskedConcepts ReadNames(FieldReader fields, LoadedModel model, TextField naming)
    {
        var (names, top) = (fields.All(naming), fields.Whole(Top));
        var against = fields.Text(Against) is { } other ? Find(fields, Against, other, model.Concepts) : null;
        if (names.Count > 0 && fields.Has(Top))
            fields.Errors.Add(Top.Name, $"top and {naming.Name} exclude each other: name {naming.Name}s, or ask for the best predictions.");
        if (names.Count > MostConcepts)
        {
            fields.Errors.Add(naming.Name, $"At most {MostConcepts} {naming.Name}s can be explained by one request.");
            return new AskedConcepts([], null, against);
        }
        return new AskedConcepts([.. names.Select(name => Find(fields, naming, name, model.Concepts)).OfType<Concept>()], top, against);
    }

    /// <summary>The best of a list of scores, as an answer has them.</summary>
    public static Listing List(LoadedModel model, Subject subject, NetworkOutput output) =>
        new(Prediction.Best(model, output, subject.Listed), new Dictionary<string, object>());

    private static Concept? Find(FieldReader fields, TextField field, string text, ConceptCatalog catalog)
    {
        (Concept? concept, string? message) = catalog.Find(text, fields.Errors.MaySuggest) switch
        {
            ConceptLookup.Found found => (found.Concept, null),
            ConceptLookup.Ambiguous ambiguous => ((Concept?)null, (string?)ambiguous.Message),
            ConceptLookup.Unknown unknown => (null, unknown.Message),
            _ => throw new InvalidOperationException("a lookup finds one, several or no concept"),
        };
        if (message is not null)
            fields.Errors.Add(field.Name, message);
        return concept;
    }
}

/// <summary>What was asked of a list of concepts.</summary>
/// <param name="Named">By name; empty: nothing was named, or nothing that there is.</param>
/// <param name="Top">How many of the best; null where that was not sent.</param>
/// <param name="Against">The second concept; null where there is none.</param>
internal sealed record AskedConcepts(IReadOnlyList<Concept> Named, int? Top, Concept? Against);
