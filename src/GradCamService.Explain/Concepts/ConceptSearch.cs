using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Concepts;

/// <summary>Finds concepts by parts of their names.</summary>
internal sealed class ConceptSearch
{
    private enum Match
    {
        Exact,
        Prefix,
        Word,
        Part,
        None,
    }

    private readonly Entry[] _entries;

    // First spelling of each name, in the order of concepts.
    private readonly string[] _names;

    public ConceptSearch(IReadOnlyList<Concept> classes, IReadOnlyList<Concept> groups)
    {
        _entries = [.. classes.Concat(groups).Select(concept => new Entry(concept))];
        _names = [.. _entries
            .SelectMany(entry => entry.Concept.Synonyms.Prepend(entry.Concept.Label))
            .DistinctBy(ConceptNames.Normalize)];
    }

    /// <summary>See <see cref="ConceptCatalog.Search"/>.</summary>
    public IReadOnlyList<Concept> Find(string query, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var name = ConceptNames.Normalize(query);
        if (name.Length == 0)
            return [.. _entries.Take(limit).Select(entry => entry.Concept)];
        var matches = _entries
            .Select(entry => (entry.Concept, Match: entry.MatchOf(name)))
            .Where(entry => entry.Match != Match.None)
            .OrderBy(entry => entry.Match)
            .Take(limit)
            .Select(entry => entry.Concept)
            .ToList();
        return matches.Count > 0 ? matches : Near(name, limit);
    }

    /// <summary>Labels and synonyms near to a name, nearest first.</summary>
    public IReadOnlyList<string> NamesNear(string name, int count) => Nearest.To(name, _names, count);

    private List<Concept> Near(string name, int limit) =>
        [.. NamesNear(name, limit)
            .Select(ConceptNames.Normalize)
            .SelectMany(near => _entries.Where(entry => entry.MatchOf(near) == Match.Exact))
            .Select(entry => entry.Concept)
            .Distinct(ReferenceEqualityComparer.Instance)
            .Cast<Concept>()
            .Take(limit)];

    private sealed class Entry(Concept concept)
    {
        private readonly string[] _names = [.. Names(concept).Select(ConceptNames.Normalize)];

        public Concept Concept => concept;

        /// <summary>The best match of any of the concept's names.</summary>
        public Match MatchOf(string query) => _names.Min(name => MatchOf(query, name));

        private static Match MatchOf(string query, string name)
        {
            var best = Match.None;
            for (var at = name.IndexOf(query, StringComparison.Ordinal);
                at >= 0;
                at = name.IndexOf(query, at + 1, StringComparison.Ordinal))
            {
                if (at == 0)
                    return query.Length == name.Length ? Match.Exact : Match.Prefix;
                var end = at + query.Length;
                var isWord = !char.IsLetterOrDigit(name[at - 1]) && (end == name.Length || !char.IsLetterOrDigit(name[end]));
                if (isWord)
                    return Match.Word;
                best = Match.Part;
            }

            return best;
        }

        private static IEnumerable<string> Names(Concept concept)
        {
            IEnumerable<string?> names = [concept.Label, .. concept.Synonyms, concept.Id, concept.Index is { } index ? $"{index}" : null];
            return names.OfType<string>();
        }
    }
}
