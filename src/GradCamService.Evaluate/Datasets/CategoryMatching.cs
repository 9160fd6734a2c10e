using GradCamService.Explain.Concepts;
using GradCamService.Explain.Naming;

namespace GradCamService.Evaluate.Datasets;

/// <summary>What a dataset's categories are to a model.</summary>
/// <param name="Concepts">By key of the category, of those that the model knows.</param>
/// <param name="Unmatched">Categories of photos that it does not know, in the dataset's order: their photos cannot be judged.</param>
public sealed record CategoryMatching(IReadOnlyDictionary<string, Concept> Concepts, IReadOnlyList<DatasetCategory> Unmatched)
{
    /// <summary>
    /// A category is what the file says; else the first of its names that the model knows, as an id, label, synonym or group, is it. An index is no
    /// name: a folder <c>7</c> is not the eighth class, unless that is called 7.
    /// </summary>
    /// <param name="dataset">Categories without an object are left out.</param>
    /// <param name="catalog">The model's.</param>
    /// <param name="overrides">Null for none.</param>
    /// <exception cref="DatasetException">
    /// Names of several concepts, with what to write into the file; concepts of the file that the model does not know.
    /// </exception>
    public static CategoryMatching Of(Dataset dataset, ConceptCatalog catalog, CategoryOverrides? overrides = null)
    {
        var problems = new DatasetProblems(overrides?.Place ?? dataset.Name);
        var concepts = new Dictionary<string, Concept>(StringComparer.Ordinal);
        var unmatched = new List<DatasetCategory>();
        var used = dataset.Images.SelectMany(image => image.Objects).Select(found => found.Category).ToHashSet(StringComparer.Ordinal);
        foreach (var category in dataset.Categories.Where(category => used.Contains(category.Key)))
        {
            var lookup = overrides?.Concepts.GetValueOrDefault(category.Key) is { } said
                ? Said(category, catalog.Find(said), problems)
                : ByName(category, catalog);
            if (lookup is ConceptLookup.Found found)
                concepts[category.Key] = found.Concept;
            else if (lookup is ConceptLookup.Ambiguous several)
                problems.Add($"'{category.Key}'", Advice(category, several));
            else
                unmatched.Add(category);
        }
        problems.ThrowIfAny();
        return new CategoryMatching(concepts, unmatched);
    }

    private static ConceptLookup Said(DatasetCategory category, ConceptLookup lookup, DatasetProblems problems)
    {
        if (lookup is ConceptLookup.Unknown unknown)
            problems.Add($"'{category.Key}'", unknown.Message);
        return lookup;
    }

    private static ConceptLookup? ByName(DatasetCategory category, ConceptCatalog catalog) => category.Names
        .Select(name => (Name: name, Lookup: catalog.Find(name)))
        .FirstOrDefault(look => look.Lookup is ConceptLookup.Ambiguous
            || (look.Lookup is ConceptLookup.Found found && IsCalled(found.Concept, look.Name)))
        .Lookup;

    private static bool IsCalled(Concept concept, string name) =>
        concept.Synonyms.Prepend(concept.Label).Append(concept.Id).OfType<string>().Any(other => Names.Normalize(other) == Names.Normalize(name));

    private static string Advice(DatasetCategory category, ConceptLookup.Ambiguous several)
    {
        var choices = several.Candidates.Select(concept => $"\"{category.Key}\": {concept switch
        {
            { Id: { } id } => $"\"{id}\"",
            { Index: { } index } => FormattableString.Invariant($"{index}"),
            _ => $"\"{concept.Label}\"",
        }}");
        return $"{several.Message} Write into the file of --categories {string.Join(" or ", choices)}.";
    }
}
