namespace GradCamService.Explain.Concepts;

/// <summary>What a caller's words turned out to name: one concept, several, or none.</summary>
public abstract record ConceptLookup
{
    private ConceptLookup()
    {
    }

    /// <summary>Exactly one.</summary>
    public sealed record Found(Concept Concept) : ConceptLookup;

    /// <summary>Several share the name.</summary>
    /// <param name="Text">As the caller wrote it.</param>
    /// <param name="Candidates">At least two, classes by index, groups in the list's order.</param>
    public sealed record Ambiguous(string Text, IReadOnlyList<Concept> Candidates) : ConceptLookup
    {
        /// <summary>A sentence for the caller that tells the candidates apart.</summary>
        public string Message =>
            $"'{Text}' names {Candidates.Count} concepts: {string.Join("; ", Candidates.Select(Describe))}. "
            + $"Name one by its {Candidates[0] switch { { Index: null } => "id", { Id: null } => "index", _ => "index or id" }}.";

        private static string Describe(Concept concept) => string.Join(", ", new[]
        {
            concept.Label,
            concept.Id,
            concept.Index is { } index ? $"index {index}" : $"a group of {concept.Members?.Count} classes",
            concept.Definition is { } definition ? $"\"{definition}\"" : null,
        }.OfType<string>());
    }

    /// <summary>None.</summary>
    /// <param name="Text">As the caller wrote it.</param>
    /// <param name="Suggestions">Up to five names that exist, nearest first.</param>
    /// <param name="Message">A sentence for the caller; for an index, it names the valid range.</param>
    public sealed record Unknown(string Text, IReadOnlyList<string> Suggestions, string Message) : ConceptLookup;
}
