namespace GradCamService.Explain.Concepts;

/// <summary>The concepts that one kind of name (labels of classes, synonyms of groups, …) leads to.</summary>
internal sealed class ConceptIndex
{
    private readonly Dictionary<string, List<Concept>> _byName = new(StringComparer.Ordinal);

    /// <param name="concepts">In the order in which those that share a name are listed.</param>
    /// <param name="names">This kind of a concept's names.</param>
    public ConceptIndex(IEnumerable<Concept> concepts, Func<Concept, IEnumerable<string>> names)
    {
        foreach (var concept in concepts)
        {
            foreach (var name in names(concept).Select(ConceptNames.Normalize))
            {
                if (!_byName.TryGetValue(name, out var named))
                    _byName.Add(name, named = []);
                if (!named.Contains(concept, ReferenceEqualityComparer.Instance))
                    named.Add(concept);
            }
        }
    }

    /// <summary>Empty where nothing has the name.</summary>
    /// <param name="name">Normalized.</param>
    public IReadOnlyList<Concept> Find(string name) => _byName.TryGetValue(name, out var named) ? named : [];
}
