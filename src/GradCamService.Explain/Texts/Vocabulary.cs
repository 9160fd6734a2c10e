using System.Text.RegularExpressions;
using GradCamService.Explain.Manifests;

namespace GradCamService.Explain.Texts;

/// <summary>A text in a model's words.</summary>
/// <param name="Ids">Token numbers, one a word; where the model has no token for unknown words, those are left out.</param>
/// <param name="Words">All words of the text, lower case, in order.</param>
/// <param name="UnknownWords">Those outside the vocabulary, each once, in order.</param>
public sealed record Encoded(IReadOnlyList<int> Ids, IReadOnlyList<string> Words, IReadOnlyList<string> UnknownWords);

/// <summary>Words by token number, of a model that reads or writes text.</summary>
public sealed partial class Vocabulary
{
    // Longer than any word, short enough that a hostile one costs nothing.
    private const int LongestCompared = 40;

    private readonly IReadOnlyList<string> _words;
    private readonly Dictionary<string, int> _ids;

    /// <param name="words">By token number, each once.</param>
    /// <param name="special">Numbers below the count of words; their words cannot be written by callers.</param>
    /// <exception cref="ArgumentException">A word twice, or a special number that is none of a word.</exception>
    public Vocabulary(IReadOnlyList<string> words, SpecialTokens special)
    {
        if (Problems(words, special) is { Count: > 0 } problems)
            throw new ArgumentException(string.Join("; ", problems), nameof(words));

        var numbers = Numbers(special);
        _words = words;
        Special = special;
        _ids = words
            .Select((word, id) => (word, id))
            .Where(entry => !numbers.Contains(entry.id))
            .ToDictionary(entry => entry.word, entry => entry.id, StringComparer.Ordinal);
    }

    /// <summary>Words and special tokens.</summary>
    public int Count => _words.Count;

    public SpecialTokens Special { get; }

    /// <summary>Reads a JSON array of words.</summary>
    /// <exception cref="ManifestException">What is wrong with the file, or with the special tokens for it.</exception>
    public static Vocabulary Read(string path, SpecialTokens special)
    {
        var words = JsonFile.Open(path).Labels();
        return Problems(words, special) is { Count: > 0 } problems
            ? throw new ManifestException(path, problems)
            : new Vocabulary(words, special);
    }

    /// <summary>The words of a text: lower case, <c>[a-z0-9']+</c>; all else separates.</summary>
    public Encoded Encode(string text)
    {
        var words = Word().Matches(text.ToLowerInvariant()).Select(match => match.Value).ToList();
        var ids = words
            .Select(word => _ids.TryGetValue(word, out var id) ? id : Special.Unknown)
            .OfType<int>()
            .ToList();
        return new Encoded(ids, words, words.Where(word => !_ids.ContainsKey(word)).Distinct(StringComparer.Ordinal).ToList());
    }

    /// <summary>The text of token numbers up to the end token, without padding and start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number that is none of a word.</exception>
    public string Decode(IEnumerable<int> ids) => string.Join(' ', ids
        .TakeWhile(id => id != Special.End)
        .Where(id => id != Special.Padding && id != Special.Start)
        .Select(WordAt));

    /// <summary>The word of a token number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number that is none of a word.</exception>
    public string WordAt(int id) =>
        id >= 0 && id < _words.Count
            ? _words[id]
            : throw new ArgumentOutOfRangeException(nameof(id), id, $"There are {_words.Count} words.");

    /// <summary>Known words near to a word, nearest first; where none is near, those that fewest letters tell apart from it.</summary>
    public IReadOnlyList<string> Nearest(string word, int count)
    {
        var near = Naming.Nearest.To(word, _ids.Keys, count);
        if (near.Count > 0)
            return near;
        var start = word[..Math.Min(word.Length, LongestCompared)];
        return [.. _ids.Keys.OrderBy(known => Naming.Nearest.Distance(start, known, start.Length) ?? int.MaxValue).Take(count)];
    }

    private static List<string> Problems(IReadOnlyList<string> words, SpecialTokens special) =>
    [
        .. words.GroupBy(word => word, StringComparer.Ordinal)
            .Where(same => same.Count() > 1)
            .Select(same => $"the word '{same.Key}' is there {same.Count()} times"),
        .. Numbers(special)
            .Where(number => number < 0 || number >= words.Count)
            .Select(number => $"has {words.Count} words and none with number {number}, which the manifest's tokens name"),
    ];

    private static int?[] Numbers(SpecialTokens special) => [special.Padding, special.Start, special.End, special.Unknown];

    [GeneratedRegex("[a-z0-9']+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
