using System.Globalization;
using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Concepts;

/// <summary>Finds concepts by parts of their names.</summary>
internal sealed class ConceptSearch
{
    private readonly (Concept Concept, string[] Names)[] _entries;

    // First spelling of each name, in the order of concepts.
    private readonly string[] _names;

    /// <param name="concepts">In the order in which those that match alike are listed.</param>
    public ConceptSearch(IReadOnlyList<Concept> concepts)
    {
        _entries = [.. concepts.Select(concept => (concept, NamesOf(concept).Select(Names.Normalize).ToArray()))];
        _names = [.. concepts.SelectMany(concept => concept.Synonyms.Prepend(concept.Label)).DistinctBy(Names.Normalize)];
    }

    private enum Match
    {
        Exact,
        Prefix,
        Word,
        Part,
        None,
    }

    /// <summary>See <see cref="ConceptCatalog.Search"/>.</summary>
    public IReadOnlyList<Concept> Find(string query, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var name = Names.Normalize(query);
        if (name.Length == 0)
            return [.. _entries.Take(limit).Select(entry => entry.Concept)];
        var matches = _entries
            .Select(entry => (entry.Concept, Match: entry.Names.Min(other => MatchOf(name, other))))
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
            .Select(Names.Normalize)
            .SelectMany(near => _entries.Where(entry => entry.Names.Contains(near)))
            .Select(entry => entry.Concept)
            .Distinct<Concept>(ReferenceEqualityComparer.Instance)
            .Take(limit)];

    private static Match MatchOf(string query, string name)
    {
        var best = Match.None;
        for (var at = name.IndexOf(query, StringComparison.Ordinal); at >= 0; at = name.IndexOf(query, at + 1, StringComparison.Ordinal))
        {
            if (at == 0)
                return query.Length == name.Length ? Match.Exact : Match.Prefix;
            var end = at + query.Length;
            if (!char.IsLetterOrDigit(name[at - 1]) && (end == name.Length || !char.IsLetterOrDigit(name[end])))
                return Match.Word;
            best = Match.Part;
        }

        return best;
    }

    private static IEnumerable<string> NamesOf(Concept concept) =>
        new[] { concept.Label, concept.Id, concept.Index?.ToString(CultureInfo.InvariantCulture) }.OfType<string>()
            .Concat(concept.Synonyms);
}
