using System.Globalization;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Concepts;

/// <summary>Everything that a model can be asked to look for, and the ways to name it.</summary>
/// <remarks>Immutable, so safe to share between threads.</remarks>
public sealed class ConceptCatalog
{
    private const int MostSuggestions = 5;

    private readonly ILookup<string, (Kind Kind, Concept Concept)> _byName;
    private readonly ConceptSearch _search;

    /// <param name="classes">Index 0, 1, 2, … in order, at least one.</param>
    /// <param name="groups">Their members are indices of classes.</param>
    /// <exception cref="ArgumentException">Indices that are not 0, 1, 2, …; a group without members or with strangers.</exception>
    public ConceptCatalog(IReadOnlyList<Concept> classes, IReadOnlyList<Concept> groups)
    {
        if (classes.Count == 0 || classes.Where((concept, position) => concept.Index != position).Any())
            throw new ArgumentException("Classes must have the indices 0, 1, 2, … in order.", nameof(classes));
        if (groups.Any(group => group.Members is not { Count: > 0 } members || members.Any(m => m < 0 || m >= classes.Count)))
            throw new ArgumentException("Groups must have members, and those must be classes.", nameof(groups));

        Classes = classes;
        Groups = groups;
        _byName = classes.Concat(groups)
            .SelectMany(concept => NamesOf(concept).Select(name => (Name: Names.Normalize(name.Name), name.Kind, Concept: concept)))
            .ToLookup(entry => entry.Name, entry => (entry.Kind, entry.Concept), StringComparer.Ordinal);
        _search = new ConceptSearch([.. classes, .. groups]);
    }

    // In the order in which a name is looked up. Each kind of name hides the ones behind it.
    private enum Kind
    {
        ClassLabel,
        Id,
        Index,
        ClassSynonym,
        GroupLabel,
        GroupSynonym,
    }

    /// <summary>By index.</summary>
    public IReadOnlyList<Concept> Classes { get; }

    /// <summary>In the list's order; empty where the list has no groups.</summary>
    public IReadOnlyList<Concept> Groups { get; }

    /// <summary>Reads a list of classes and groups, or an array of labels.</summary>
    /// <exception cref="ManifestException">Everything that is wrong with the file.</exception>
    public static ConceptCatalog Read(string path) => LabelReading.Read(path).Catalog;

    /// <summary>Answers, actions, or lines of a label file, by position in the model's output.</summary>
    public static ConceptCatalog OfLabels(IEnumerable<string> labels) =>
        new([.. labels.Select((label, index) => new Concept(index, null, label, [], null, null))], []);

    /// <summary>A model without a list: its concepts are numbers.</summary>
    public static ConceptCatalog OfCount(int count) =>
        OfLabels(Enumerable.Range(0, count).Select(index => index.ToString(CultureInfo.InvariantCulture)));

    /// <exception cref="ArgumentOutOfRangeException">No such index.</exception>
    public Concept ClassAt(int index) =>
        index >= 0 && index < Classes.Count
            ? Classes[index]
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Classes.Count} classes.");

    /// <exception cref="ArgumentOutOfRangeException">No such index.</exception>
    public string Label(int index) => ClassAt(index).Label;

    /// <summary>
    /// What a text names: a class label, else an id, an index, a class synonym, a group label, a group synonym. Case and
    /// surplus space do not matter.
    /// </summary>
    /// <param name="text">What a caller wrote.</param>
    /// <param name="maySuggest">Asked where it names nothing: whether names near to it are looked for; null: they are.</param>
    public ConceptLookup Find(string text, Func<bool>? maySuggest = null)
    {
        var name = Names.Normalize(text);
        var named = _byName[name].GroupBy(entry => entry.Kind, entry => entry.Concept).MinBy(same => same.Key);
        if (named is not { Key: < Kind.Index } && AsIndex(name) is { } index)
            return index >= 0 && index < Classes.Count ? new ConceptLookup.Found(Classes[(int)index]) : OutOfRange(text);
        // A concept may have a name in two spellings.
        return named?.Distinct<Concept>(ReferenceEqualityComparer.Instance).ToList() switch
        {
            null => Unknown(text, name, maySuggest?.Invoke() ?? true),
            [var only] => new ConceptLookup.Found(only),
            var several => new ConceptLookup.Ambiguous(text, several),
        };
    }

    /// <summary>
    /// Concepts whose label, synonym, id or index equals the query, begins with it, has it as a word, contains it; where there
    /// is none, those whose names are near to it. Classes before groups within each kind; an empty query lists all, classes first.
    /// </summary>
    /// <param name="query">Case and surplus space do not matter.</param>
    /// <param name="limit">Most concepts, ≥ 1.</param>
    public IReadOnlyList<Concept> Search(string query, int limit) => _search.Find(query, limit);

    private static IEnumerable<(string Name, Kind Kind)> NamesOf(Concept concept)
    {
        var isClass = concept.Index is not null;
        yield return (concept.Label, isClass ? Kind.ClassLabel : Kind.GroupLabel);
        if (concept.Id is { } id)
            yield return (id, Kind.Id);
        foreach (var synonym in concept.Synonyms)
            yield return (synonym, isClass ? Kind.ClassSynonym : Kind.GroupSynonym);
    }

    private ConceptLookup.Unknown Unknown(string text, string name, bool maySuggest)
    {
        var near = name.Length == 0 || !maySuggest ? [] : _search.NamesNear(name, MostSuggestions);
        var hint = near.Count == 0 ? "." : $"; did you mean {string.Join(", ", near.Select(n => $"'{n}'"))}?";
        var message = name.Length == 0 ? "A concept must be named." : $"No concept is called '{Names.Shorten(text)}'{hint}";
        return new ConceptLookup.Unknown(text, near, message);
    }

    private ConceptLookup.Unknown OutOfRange(string text) =>
        new(text, [], $"No class has this index: indices go from 0 to {Classes.Count - 1}.");

    /// <summary>The number that a text is; one too large for any list stays too large.</summary>
    private static long? AsIndex(string name)
    {
        var digits = name.AsSpan(name.StartsWith('-') ? 1 : 0);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return null;
        return long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? index : long.MaxValue;
    }
}
